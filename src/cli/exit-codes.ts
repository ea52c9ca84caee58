/** How the command line ends; 64 and 78 are those of BSD's sysexits. */
export const exitCodes = {
  ok: 0,
  /** It could not be done, or something unexpected happened; the message says what. */
  failure: 1,
  /** The command was called wrongly. */
  usage: 64,
  /** The configuration has mistakes; every one was printed. */
  configuration: 78,
} as const;

/** The command was called wrongly; the message says how to call it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** What was asked for cannot be done; the message says why. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}
