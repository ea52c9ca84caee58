/** Runs tasks of the same lane one after another and tasks of different lanes side by side. */
export interface Lanes {
  /** @param task never rejects */
  run(lane: string, task: () => Promise<void>): void;
  /** Resolves when no task runs or waits. */
  idle(): Promise<void>;
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<void>>();
  return {
    run(lane, task) {
      const before = tails.get(lane);
      const tail = (before === undefined ? task() : before.then(task)).then(() => {
        if (tails.get(lane) === tail) tails.delete(lane);
      });
      tails.set(lane, tail);
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
