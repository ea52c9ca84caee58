import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger };

/** Where keys, tokens and what users write could slip into a line. */
const HIDDEN = ['secret', 'key', 'token', 'authorization', 'headers', 'text', 'message.text', '*.secret', '*.token'];

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** `LOG_LEVEL` names no level; the message says which there are. */
export class LogLevelError extends Error {
  constructor(found: string) {
    const accepted = `${levels.slice(0, -1).join(', ')} or ${levels.at(-1)}`;
    super(`the environment variable LOG_LEVEL must be ${accepted}, found ${JSON.stringify(found.slice(0, 40))}`);
    this.name = 'LogLevelError';
  }
}

/** The level that `LOG_LEVEL` names, in any case; `info` without it. @throws LogLevelError */
function readLevel(written = ''): string {
  const level = written.trim().toLowerCase() || 'info';
  if (!levels.includes(level)) throw new LogLevelError(written);
  return level;
}

/**
 * Creates the log: JSON lines on standard output. Level from `LOG_LEVEL`, `info` without it.
 * Secrets and texts of messages are in no line.
 *
 * @throws LogLevelError
 */
export function createLog(stream?: DestinationStream): Logger {
  return pino(
    {
      level: readLevel(process.env.LOG_LEVEL),
      base: null,
      redact: { paths: HIDDEN, censor: '[hidden]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
      formatters: { level: (label) => ({ level: label }) },
    },
    stream ?? destination({ sync: false }),
  );
}

/** Message and stack only: a cause may hold what a service sent. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  return { type: error.name, message: error.message, stack: error.stack };
}
