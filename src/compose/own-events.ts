import type { Clock } from '../core/clock.ts';
import type { Lanes } from '../store/lanes.ts';
import type { ControlAction, Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';

const CONTROL_POLL_MS = 1_000;

export type OwnEvents = ReturnType<typeof createOwnEvents>;

/** What only this process can have: events an earlier process left behind, and commands of the operator. */
export function createOwnEvents(store: Store, clock: Clock, log: Logger) {
  const takenOver = new Set<number>();
  const known = new Set<number>();
  let poll: NodeJS.Timeout | undefined;

  /** The command line appends beside us; only a look tells. */
  const takeControl = async (lanes: Lanes) => {
    try {
      for (const event of await store.waitingControl()) {
        if (known.has(event.id)) continue;
        lanes.add(event);
        known.add(event.id);
        const asked = (await store.event(event.id))?.payload as ControlAction | undefined;
        if (asked?.action === 'erase') lanes.wake(event.lane);
      }
    } catch (error) {
      log.warn({ err: error }, 'commands of the operator could not be read; this is tried again');
    }
  };

  return {
    async takeUp(lanes: Lanes) {
      const fronts = new Set<string>();
      for (const event of await store.waiting()) {
        // Only the first event of a lane can have been begun.
        if (!fronts.has(event.lane) && event.notBefore <= clock.now()) takenOver.add(event.id);
        fronts.add(event.lane);
        if (event.kind === 'control') known.add(event.id);
        lanes.add(event);
      }
      poll = setInterval(() => void takeControl(lanes), CONTROL_POLL_MS);
    },
    wasTakenOver: (id: number) => takenOver.delete(id),
    stop: () => clearInterval(poll),
  };
}
