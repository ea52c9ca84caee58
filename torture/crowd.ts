import { setTimeout as delay } from 'node:timers/promises';
import type { SmoochControl } from '../sandbox/smooch/control/smooch-control.ts';
import { createInbox } from './inbox.ts';
import type { Ledger } from './ledger.ts';
import { livePerson } from './person.ts';
import type { Random } from './random.ts';

/** Many users at once; whoever has done enough goes, and somebody new comes. */
export interface Crowd {
  /** How many users there were. */
  readonly people: number;
  /** Nobody begins anything new. Resolves when all have gone. */
  stop(): Promise<void>;
}

export interface CrowdOptions {
  smooch: SmoochControl;
  ledger: Ledger;
  random: Random;
  users: number;
  picture: Uint8Array<ArrayBuffer>;
}

const PLATFORMS = ['web', 'messenger', 'telegram', 'viber'] as const;
/** From one user's coming to the next: all at once they would be more than a small machine can do, simulators included. */
const ARRIVAL_MS = 80;
/** A user who has gone is deleted at Smooch so much later; what is still sent to him then fails, and is seen. */
const FORGOTTEN_AFTER_MS = 5 * 60_000;
/** For each user there is: however many they are, together they do about as much. */
const LONGEST_PAUSE_MS = 240;

export function startCrowd({ smooch, ledger, random, users, picture }: CrowdOptions): Crowd {
  const inbox = createInbox(smooch);
  const stopping = new AbortController();
  let people = 0;

  async function seat(place: number): Promise<void> {
    await delay(place * ARRIVAL_MS, undefined, { signal: stopping.signal }).catch(() => {});
    while (!stopping.signal.aborted) {
      const number = ++people;
      const own = random.fork(`seat ${place}`).fork(`user ${number}`);
      const user = smooch.createUser({ platform: own.pick(PLATFORMS), givenName: `User ${number}` });
      const address = (name: string) => smooch.addMedia(name, picture);
      const parts = { user, number, random: own, inbox, ledger, picture: address, stopping: stopping.signal };
      const pauseMs = LONGEST_PAUSE_MS * users;
      await livePerson(parts, { events: own.int(8, 30), pauseMs });
      // Long after the last word; so memory does not grow with everybody who ever was there.
      setTimeout(() => smooch.deleteUser(user.id), FORGOTTEN_AFTER_MS).unref();
    }
  }

  const seats = Array.from({ length: users }, (_, place) => seat(place));
  return {
    get people() {
      return people;
    },
    async stop() {
      stopping.abort();
      await Promise.all(seats);
    },
  };
}
