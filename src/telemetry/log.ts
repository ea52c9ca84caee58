import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger };

/** Where keys, tokens and what users write could slip into a line. */
const HIDDEN = ['secret', 'key', 'token', 'authorization', 'headers', 'text', 'message.text', '*.secret', '*.token'];

/**
 * Creates the log: JSON lines on standard output. Level from `LOG_LEVEL`, `info` without it.
 * Secrets and texts of messages are in no line.
 */
export function createLog(stream?: DestinationStream): Logger {
  return pino(
    {
      level: process.env.LOG_LEVEL ?? 'info',
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
