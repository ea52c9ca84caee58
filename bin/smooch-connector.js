#!/usr/bin/env node
// Plain JavaScript that old versions of Node understand too: it finds a Node that can run the connector.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const neededMajor = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

// A clone runs its TypeScript directly; the published package has only what was built from it.
const main = existsSync(join(root, 'src')) ? join(root, 'src', 'cli', 'main.ts') : join(root, 'dist', 'cli', 'main.js');

function majorOf(version) {
  return Number(version.split('.')[0]);
}

/** The Node that the npm package "node" brings along; undefined when it is not there or too old. */
function findInstalledNode() {
  let manifest;
  try {
    manifest = createRequire(import.meta.url).resolve('node/package.json');
  } catch {
    return undefined;
  }
  if (majorOf(JSON.parse(readFileSync(manifest, 'utf8')).version) < neededMajor) return undefined;
  return ['node', 'node.exe'].map((name) => join(dirname(manifest), 'bin', name)).find(existsSync);
}

/** Runs the connector with another Node and ends as that one ends. */
function runWith(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child as well; passed on, it would be a second one, which ends at once.
  const fromTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const passOn = (signal) => child.kill(signal);
  process.on('SIGTERM', passOn);
  process.on('SIGINT', fromTerminal ? () => {} : passOn);
  process.on('SIGHUP', fromTerminal ? () => {} : passOn);
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (majorOf(process.versions.node) >= neededMajor) {
  await import(pathToFileURL(main).href);
} else {
  const node = findInstalledNode();
  if (node === undefined) {
    console.error(
      `smooch-connector needs Node ${neededMajor} or newer; this is Node ${process.versions.node}. ` +
        'Install it from https://nodejs.org, or run "npm install node" beside the connector.',
    );
    process.exit(1);
  }
  runWith(node);
}
