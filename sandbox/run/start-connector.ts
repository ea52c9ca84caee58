import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface ConnectorProcessOptions {
  /** Arguments for Node: the file to run and what follows it. */
  args: string[];
  /** A program that runs Node in its place, and its arguments: `prlimit`, ... */
  wrapper?: readonly string[];
  /** In addition to this process's own. */
  env: Record<string, string>;
  /** Where the connector was told to listen. */
  url: string;
  /** Gets everything the connector prints; what stands in it is kept. */
  logFile: string;
  /** Milliseconds it may take to become ready. Default 30,000. */
  readyTimeoutMs?: number;
}

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The connector as its own process. */
export interface ConnectorProcess {
  readonly url: string;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** Of the process that runs now, or ran last. */
  readonly exited: Promise<Exit>;
  /** Resolves when it ends and nobody had asked for that: not at `kill` or `restart`. */
  readonly lost: Promise<Exit>;
  /** Sends a signal (default SIGTERM) and resolves when the process has ended. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Starts it again, on the same port and with the same data; stops it first when it runs. */
  restart(): Promise<void>;
  /** Everything it has printed. */
  log(): string;
  /** Events it has not finished, as `/readyz` tells; undefined when it does not answer. */
  openEvents(): Promise<number | undefined>;
  /** What `/readyz` tells; undefined when it does not answer. */
  readiness(): Promise<Readiness | undefined>;
}

export interface Readiness {
  ready: boolean;
  /** Events it has not finished. */
  open: number | undefined;
  /** What an operator should look at. */
  warnings: string[];
}

/** Starts the connector and resolves when it is ready. Rejects with the end of its log when it is not. */
export async function startConnectorProcess(options: ConnectorProcessOptions): Promise<ConnectorProcess> {
  const { url, logFile, readyTimeoutMs = 30_000 } = options;
  const log = (): string => readFileSync(logFile, 'utf8');
  const lost = Promise.withResolvers<Exit>();
  let running = start();

  function start(): Run {
    const started = run(options);
    void started.exited.then((exit) => {
      if (!started.mayEnd) lost.resolve(exit);
    });
    return started;
  }

  async function begin(): Promise<void> {
    const ready = await waitUntilReady(url, running.exited, readyTimeoutMs);
    if (ready === 'ready') {
      running.mayEnd = false;
      return;
    }
    await kill('SIGKILL');
    throw new Error(`The connector ${ready}. The end of its log, ${logFile}:\n${log().slice(-2000)}`);
  }

  function kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    running.mayEnd = true;
    if (isRunning(running.child)) running.child.kill(signal);
    return running.exited;
  }

  await begin();
  return {
    url,
    get pid() {
      return isRunning(running.child) ? running.child.pid : undefined;
    },
    get exited() {
      return running.exited;
    },
    lost: lost.promise,
    kill,
    async restart() {
      await kill();
      running = start();
      await begin();
    },
    log,
    openEvents: async () => (await readReadiness(url))?.open,
    readiness: () => readReadiness(url),
  };
}

interface Run {
  child: ChildProcess;
  exited: Promise<Exit>;
  /** Whether nobody is surprised when it ends: it was asked to, or has not been ready yet. */
  mayEnd: boolean;
}

function run({ args, wrapper = [], env, logFile }: ConnectorProcessOptions): Run {
  mkdirSync(dirname(logFile), { recursive: true });
  const output = openSync(logFile, 'a');
  // A group of its own: Ctrl-C in the terminal reaches the sandbox alone, which then stops the connector in peace.
  const [program = process.execPath, ...rest] = [...wrapper, process.execPath, ...args];
  const child = spawn(program, rest, {
    stdio: ['ignore', output, output],
    env: { ...process.env, ...env },
    detached: true,
  });
  closeSync(output);
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  void exited.then(() => process.off('exit', endWithUs));
  return { child, exited, mayEnd: true };
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** `ready`, or what happened instead. */
async function waitUntilReady(url: string, exited: Promise<Exit>, timeoutMs: number): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  let exit: Exit | undefined;
  void exited.then((how) => {
    exit = how;
  });
  while (performance.now() < deadline) {
    if ((await readReadiness(url))?.ready) return 'ready';
    if (exit !== undefined) return `ended at once (${exit.signal ?? `exit code ${exit.code}`})`;
    await delay(25);
  }
  return `was not ready after ${timeoutMs} ms`;
}

async function readReadiness(url: string): Promise<Readiness | undefined> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    const { open, warnings } = (await response.json()) as Record<string, unknown>;
    return {
      ready: response.ok,
      open: typeof open === 'number' ? open : undefined,
      warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    };
  } catch {
    return undefined;
  }
}
