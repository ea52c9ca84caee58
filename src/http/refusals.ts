/** What becomes of a request, or a connection, that no webhook came out of. */
export interface Refusals {
  /**
   * Counts one, and logs it: at most one line a minute of each kind, and the next line tells how many were left out.
   * @param kind one of few: it is a label of the metrics
   * @param message for the operator; nothing that the sender wrote
   */
  note(kind: string, message: string, fields?: Record<string, unknown>): void;
}

const MINUTE = 60_000;

/** Whoever is refused before anything is known about them can come any number of times: the log must not grow with it. */
export function createRefusals(options: {
  log: { warn(fields: Record<string, unknown>, message: string): void };
  count(reason: string, count: number): void;
  now(): number;
}): Refusals {
  const kinds = new Map<string, { loggedAt: number; leftOut: number }>();
  return {
    note(kind, message, fields = {}) {
      options.count(kind, 1);
      const now = options.now();
      const known = kinds.get(kind);
      const age = known === undefined ? MINUTE : now - known.loggedAt;
      // A clock that was put back must not silence the log.
      if (known !== undefined && age >= 0 && age < MINUTE) {
        known.leftOut += 1;
        return;
      }
      kinds.set(kind, { loggedAt: now, leftOut: 0 });
      const leftOut = known?.leftOut ?? 0;
      options.log.warn({ ...fields, kind, ...(leftOut > 0 ? { left_out: leftOut } : {}) }, message);
    },
  };
}
