import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ProcessOptions {
  name: string;
  /** File of this repository that is run, and its arguments. */
  file: string;
  args: string[];
  /** Gets everything it prints; read when it fails. */
  logFile: string;
  /** For Node, before the file. */
  nodeArgs?: string[];
  env?: Record<string, string>;
}

/** A process that the bench started, with the probe inside. */
export interface BenchProcess {
  readonly name: string;
  /** Asks the process over its IPC channel; see `answerParent`. Rejects when it has ended, or after `timeoutMs`. */
  ask<T>(question: string, argument?: unknown, timeoutMs?: number): Promise<T>;
  /** Resolves with the first line of JSON on its standard output. */
  firstLine<T>(): Promise<T>;
  /** The end of what it printed. */
  log(): string;
  /** SIGTERM, and SIGKILL when that does not help within ten seconds. */
  stop(): Promise<void>;
}

const PROBE = new URL('./probe.ts', import.meta.url).href;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STOP_MS = 10_000;
const START_MS = 30_000;
const POLL_MS = 20;

/** Starts a process; it ends with this one at the latest. */
export function startProcess(options: ProcessOptions): BenchProcess {
  const output = openSync(options.logFile, 'a');
  const child = spawn(
    process.execPath,
    [...(options.nodeArgs ?? []), '--import', PROBE, options.file, ...options.args],
    { cwd: ROOT, stdio: ['ignore', output, output, 'ipc'], env: { ...process.env, ...options.env } },
  );
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.on('error', () => resolve());
  });
  const log = () => readFileSync(options.logFile, 'utf8').slice(-2_000);
  const failure = (what: string) => new Error(`${options.name} ${what}. The end of what it printed:\n${log()}`);
  return {
    name: options.name,
    ask: createAsk(child, ended, failure),
    firstLine: <T>() => readFirstLine<T>(options.logFile, child, failure),
    log,
    async stop() {
      if (isRunning(child)) child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(killer);
    },
  };
}

function createAsk(child: ChildProcess, ended: Promise<void>, failure: (what: string) => Error): BenchProcess['ask'] {
  const open = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on('message', (answer: { id: number; result?: unknown; error?: string }) => {
    const question = open.get(answer.id);
    open.delete(answer.id);
    if (answer.error !== undefined) question?.reject(failure(`could not answer: ${answer.error}`));
    else question?.resolve(answer.result as never);
  });
  void ended.then(() => {
    for (const question of open.values()) question.reject(failure('has ended'));
    open.clear();
  });
  return (ask, argument, timeoutMs = 15_000) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      if (!isRunning(child)) return reject(failure('has ended'));
      const timer = setTimeout(() => {
        open.delete(id);
        reject(failure(`did not answer "${ask}" within ${timeoutMs} ms`));
      }, timeoutMs);
      const settle = (then: () => void) => {
        clearTimeout(timer);
        then();
      };
      open.set(id, {
        resolve: (result) => settle(() => resolve(result)),
        reject: (error) => settle(() => reject(error)),
      });
      child.send({ id, ask, with: argument });
    });
}

async function readFirstLine<T>(logFile: string, child: ChildProcess, failure: (what: string) => Error): Promise<T> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    const line = readFileSync(logFile, 'utf8')
      .split('\n')
      .slice(0, -1)
      .find((text) => text.startsWith('{'));
    if (line !== undefined) return JSON.parse(line) as T;
    if (!isRunning(child)) throw failure('ended at once');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw failure(`was not ready after ${START_MS} ms`);
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
