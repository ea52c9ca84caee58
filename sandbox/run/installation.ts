import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { type ConfChanges, writeConf } from './write-conf.ts';

export interface InstallationOptions {
  connectorFile: string;
  confDir: string;
  dataDir: string;
  /** What the configuration takes from the environment. */
  env: Record<string, string>;
  /** Merged into the sandbox's configuration. */
  conf: ConfChanges | undefined;
}

/** What a command of the connector printed, and how it ended. */
export interface CommandOutcome {
  exitCode: number;
  output: string;
}

/** The connector as it is installed in the sandbox: program, configuration and data. */
export class Installation {
  readonly confDir: string;
  readonly dataDir: string;
  readonly env: Record<string, string>;
  readonly #connectorFile: string;
  readonly #conf: ConfChanges;

  /** Writes the configuration. */
  constructor({ connectorFile, confDir, dataDir, env, conf = {} }: InstallationOptions) {
    this.confDir = confDir;
    this.dataDir = dataDir;
    this.env = env;
    this.#connectorFile = connectorFile;
    this.#conf = conf;
    this.configure([]);
  }

  /** Writes the configuration anew, with these changes on top of its own. A running connector reads it when it restarts. */
  configure(changes: readonly ConfChanges[], confDir: string = this.confDir): void {
    rmSync(confDir, { recursive: true, force: true });
    writeConf(confDir, this.#conf, ...changes);
  }

  /** Arguments for Node that run a command which needs the configuration and the data. */
  commandLine(command: string): string[] {
    return [this.#connectorFile, command, '--conf', this.confDir, '--data', this.dataDir];
  }

  /** Runs a command of the connector beside it, and resolves when it has ended. */
  run(...args: string[]): Promise<CommandOutcome> {
    return new Promise((resolve) => {
      const options = { env: { ...process.env, ...this.env } };
      execFile(process.execPath, [this.#connectorFile, ...args], options, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ exitCode, output: `${stdout}${stderr}`.trim() });
      });
    });
  }
}
