/** Time as the connector reads it; tests hand in their own. */
export interface Clock {
  /** Wall-clock time, milliseconds since 1970. Stored and compared across restarts. */
  now(): number;
  /** Milliseconds of a clock that never jumps. Only for spans inside one process. */
  monotonic(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
