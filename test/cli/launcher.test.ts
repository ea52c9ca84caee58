import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root, runNode } from './run-program.ts';

/** Makes the Node that runs the launcher, and only that one, believe that it is an old one. */
const asOldNode = [
  '--import',
  `data:text/javascript,${encodeURIComponent(
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })",
  )}`,
];

/** A folder with the launcher in it as an installed package has it, and other files. */
function createPackage(files: Record<string, string>, options: { node?: string } = {}): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'package-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(join(root, 'bin'), join(dir, 'bin'), { recursive: true });
  for (const [file, text] of Object.entries({ 'package.json': '{"type": "module"}', ...files })) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  if (options.node !== undefined) {
    mkdirSync(join(dir, 'node_modules/node/bin'), { recursive: true });
    writeFileSync(join(dir, 'node_modules/node/package.json'), `{"version": "${options.node}"}`);
    symlinkSync(process.execPath, join(dir, 'node_modules/node/bin/node'));
  }
  return join(dir, 'bin/smooch-connector.js');
}

const printVersion = 'console.log(process.versions.node, ...process.argv.slice(2));';

test('from a clone it runs the TypeScript', async () => {
  const { code, stdout } = await runNode(['bin/smooch-connector.js', 'config', 'defaults', 'api']);
  expect(stdout).toContain('url: https://api.inbenta.io/v1');
  expect(code).toBe(0);
});

test('from the published package it runs what was built', async () => {
  const launcher = createPackage({ 'dist/cli/main.js': printVersion });
  expect(await runNode([launcher, 'start'])).toEqual({
    code: 0,
    stdout: `${process.versions.node} start\n`,
    stderr: '',
  });
});

test('works through the link that npm makes for a command', async () => {
  const launcher = createPackage({ 'dist/cli/main.js': printVersion });
  const link = join(dirname(launcher), 'link.js');
  symlinkSync(launcher, link);
  expect((await runNode([link])).stdout).toBe(`${process.versions.node}\n`);
});

test('an old Node hands over to the one of the npm package node, with arguments and exit code', async () => {
  const launcher = createPackage({ 'dist/cli/main.js': `${printVersion} process.exitCode = 78;` }, { node: '26.10.0' });
  const { code, stdout } = await runNode([...asOldNode, launcher, 'start', '--port', '1']);
  expect(stdout).toBe(`${process.versions.node} start --port 1\n`);
  expect(code).toBe(78);
});

test.each([{}, { node: '20.1.0' }])('an old Node alone (%j) says which one is needed', async (options) => {
  const launcher = createPackage({ 'dist/cli/main.js': printVersion }, options);
  const { code, stdout, stderr } = await runNode([...asOldNode, launcher]);
  expect(stderr).toContain('smooch-connector needs Node 24 or newer; this is Node 20.20.2.');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

const waitForSignal = (end: string) =>
  `for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { ${end} });
   console.log('ready');
   setInterval(() => {}, 1000);`;

async function startAsOldNode(launcher: string) {
  const child = spawn(process.execPath, [...asOldNode, launcher], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s reaches the connector, which decides how to end', async (signal) => {
  const main = waitForSignal("console.log(signal); process.exit(signal === 'SIGTERM' ? 3 : 4)");
  const child = await startAsOldNode(createPackage({ 'dist/cli/main.js': main }, { node: '26.10.0' }));
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([signal === 'SIGTERM' ? 3 : 4, null]);
});

test('a connector that was killed leaves the launcher killed by the same signal', async () => {
  const main = waitForSignal("process.kill(process.pid, 'SIGKILL')");
  const child = await startAsOldNode(createPackage({ 'dist/cli/main.js': main }, { node: '26.10.0' }));
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});
