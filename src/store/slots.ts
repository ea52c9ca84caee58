/** Places for turns that work at the same time. */
export interface Slots {
  /** Resolves when a place is free; first come, first served. */
  acquire(): Promise<void>;
  release(): void;
  /** Places nobody has. */
  free(): number;
}

/** Creates `count` places. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  let head = 0;
  return {
    free: () => free,
    acquire: () => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    release: () => {
      const next = waiting[head];
      if (next === undefined) {
        free += 1;
        return;
      }
      head += 1;
      // The array is cut now and then instead of shifted every time: shifting a long one costs its length.
      if (head > 1_000) {
        waiting.splice(0, head);
        head = 0;
      }
      next();
    },
  };
}
