import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findFreePort } from '../sandbox/run/free-port.ts';
import { type ConnectorProcess, startConnectorProcess } from '../sandbox/run/start-connector.ts';

/** From one start of an instance to its end. Times are milliseconds since 1970. */
export interface Life {
  /** `<instance>.<count>`, as its calls carry it. */
  tag: string;
  startedAt: number;
  /** When it was killed; undefined while it lives, and for one that ended in peace. */
  killedAt?: number;
  pauses: { from: number; to: number }[];
}

/** One place in which a connector runs, life after life, on the same port and with the same data folder. */
export interface Instance {
  readonly number: number;
  readonly url: string;
  readonly life: Life;
  readonly lives: readonly Life[];
  readonly running: boolean;
  /** How often it ended although nobody had asked it to, each with the end of its log. */
  readonly crashes: readonly string[];
  /** Starts it again when it has ended by itself. */
  revive(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM, and it may finish what it does. @returns false when it had to be killed */
  end(): Promise<boolean>;
  /** SIGSTOP for so many milliseconds. */
  pause(ms: number): Promise<void>;
  /** Starts it again; tries for a while when it does not get ready, because its database is away. */
  begin(): Promise<void>;
  /** Events that are not finished, as it says; undefined when it does not answer. */
  openEvents(): Promise<number | undefined>;
}

export interface InstanceOptions {
  number: number;
  confDir: string;
  dataDir: string;
  logDir: string;
  env: Record<string, string>;
}

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const TAG_CALLS = pathToFileURL(join(import.meta.dirname, 'tag-calls.ts')).href;
const END_PATIENCE_MS = 40_000;
const BEGIN_PATIENCE_MS = 120_000;

/** Starts a connector as a process of its own. */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const { number, confDir, dataDir, logDir } = options;
  const port = await findFreePort();
  const lives: Life[] = [];
  // Lives are many and short: what Node has read once it need not read again.
  const env: Record<string, string> = { NODE_COMPILE_CACHE: join(logDir, 'compile-cache'), ...options.env };
  const newLife = (): void => {
    lives.push({ tag: `${number}.${lives.length + 1}`, startedAt: Date.now(), pauses: [] });
    env.TORTURE_LIFE = lives.at(-1)!.tag;
  };
  newLife();
  const crashes: string[] = [];
  const connector: ConnectorProcess = await startConnectorProcess({
    args: ['--import', TAG_CALLS, MAIN, 'start', '--conf', confDir, '--data', dataDir, '--port', String(port)],
    // Read at every start.
    env,
    url: `http://127.0.0.1:${port}`,
    logFile: join(logDir, `connector-${number}.log`),
    readyTimeoutMs: 60_000,
  });
  noteExit(connector, lives.at(-1)!);
  return {
    number,
    url: connector.url,
    lives,
    crashes,
    async revive() {
      if (connector.pid !== undefined) return;
      crashes.push(`${lives.at(-1)!.tag}: ${lastError(connector.log())}`);
      await begin(connector, lives, newLife);
    },
    get life() {
      return lives.at(-1)!;
    },
    get running() {
      return connector.pid !== undefined;
    },
    async kill() {
      lives.at(-1)!.killedAt = Date.now();
      await connector.kill('SIGKILL');
    },
    end: () => endInPeace(connector, lives),
    pause: (ms) => pause(connector, lives.at(-1)!, ms),
    begin: () => begin(connector, lives, newLife),
    openEvents: () => connector.openEvents(),
  };
}

async function endInPeace(connector: ConnectorProcess, lives: Life[]): Promise<boolean> {
  const timer = setTimeout(() => {
    lives.at(-1)!.killedAt = Date.now();
    void connector.kill('SIGKILL');
  }, END_PATIENCE_MS);
  const { code } = await connector.kill('SIGTERM');
  clearTimeout(timer);
  return code === 0;
}

async function pause({ pid }: ConnectorProcess, life: Life, ms: number): Promise<void> {
  if (pid === undefined) return;
  const entry = { from: Date.now(), to: Number.POSITIVE_INFINITY };
  life.pauses.push(entry);
  process.kill(pid, 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, ms));
  process.kill(pid, 'SIGCONT');
  entry.to = Date.now();
}

/** Whoever ends by itself, or is killed by somebody else, is written down at once. */
function noteExit(connector: ConnectorProcess, life: Life): void {
  void connector.exited.then(({ code }) => {
    if (code !== 0) life.killedAt ??= Date.now();
  });
}

/** What it said last that is not a line of its log. */
function lastError(log: string): string {
  const lines = log.slice(-20_000).split('\n');
  const said = lines.filter((line) => /^\w*error\b/i.test(line));
  return said.at(-1) ?? lines.at(-2) ?? '';
}

async function begin(connector: ConnectorProcess, lives: readonly Life[], newLife: () => void): Promise<void> {
  const deadline = Date.now() + BEGIN_PATIENCE_MS;
  for (;;) {
    newLife();
    try {
      await connector.restart();
      return noteExit(connector, lives.at(-1)!);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
