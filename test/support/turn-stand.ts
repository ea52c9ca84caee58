import type { TestContext } from 'vitest';
import type { JournalEntry } from '../../sandbox/control/journal.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createMovableClock, type MovableClock } from './movable-clock.ts';
import { type Stand, type StandOptions, startStand } from './stand.ts';
import { waitUntil } from './wait-until.ts';

/** English text of `error_generic`. */
export const SORRY = 'Sorry, something went wrong. Please try again in a moment.';
/** English text of `api_timeout`. */
export const TOO_SLOW = 'Please, reformulate your question.';

/** Longer than look-ups wait after a start. */
const SETTLED_MS = 3_000;

/** A stand for tests about turns. It ends with the running test. */
export interface TurnStand extends Omit<Stand, 'stop'> {
  /** The connector's clock. It is past the time in which look-ups wait for what was on its way before the start. */
  clock: MovableClock;
  /** Resolves when every event is finished. */
  idle(): Promise<void>;
  /** Resolves when a turn waits for longer than it may keep its place. */
  putDown(): Promise<void>;
  /** What became of turns so far: `done`, `parked`, `undeliverable`. */
  outcomes(): unknown[];
  /** Calls the connector made to an endpoint. */
  calls(simulator: 'chatbot' | 'smooch', endpoint: string): JournalEntry[];
  /** Log lines whose message begins like this. */
  logged(message: string): Record<string, unknown>[];
  /** Reasons of the events that were set aside. Stops the connector while it looks, and starts it again. */
  setAside(): Promise<string[]>;
  /** Puts every event that was set aside at the end of its lane. Stops the connector meanwhile. */
  replayAll(): Promise<void>;
  /** Says something and waits until the turn is over. @returns all texts the user has */
  ask(user: SimulatedUser, text: string): Promise<string[]>;
}

/**
 * Starts the stand, with a clock that can be put forward.
 * @param context the running test's: tests that wait a lot run side by side
 */
export async function startTurnStand(
  context: Pick<TestContext, 'onTestFinished'>,
  options: StandOptions = {},
): Promise<TurnStand> {
  const clock = createMovableClock();
  const stand = await startStand({ clock, ...options });
  clock.advance(SETTLED_MS);
  context.onTestFinished(async () => {
    // Held calls would keep the connector from stopping.
    stand.chatbot.control.faults.clear();
    stand.smooch.control.faults.clear();
    await stand.stop();
  });
  return Object.assign(stand, { clock }, observationsOf(stand), controlsOf(stand, clock));
}

function observationsOf(stand: Stand): Pick<TurnStand, 'outcomes' | 'calls' | 'logged'> {
  return {
    outcomes: () => stand.log.filter(({ msg }) => msg === 'turn').map(({ outcome }) => outcome),
    calls: (simulator, endpoint) => stand[simulator].control.journal.listRaw({ endpoint }),
    logged: (message) => stand.log.filter(({ msg }) => String(msg).startsWith(message)),
  };
}

function controlsOf(
  stand: Stand,
  clock: MovableClock,
): Pick<TurnStand, 'idle' | 'putDown' | 'setAside' | 'replayAll' | 'ask'> {
  const idle = async () => {
    await stand.smooch.control.webhooks.idle();
    await waitUntil('every event is finished', async () => (await openEvents(stand)) === 0);
  };
  return {
    idle,
    putDown: () => waitUntil('a turn is put down', () => stand.log.some(({ msg }) => isPutDown(msg))),
    async setAside() {
      await stand.connector.stop();
      const store = await openSqliteStore({ folder: stand.dataDir });
      const reasons = (await store.parked()).map(({ reason }) => reason);
      await store.close();
      await stand.restart();
      return reasons;
    },
    async replayAll() {
      await stand.connector.stop();
      const store = await openSqliteStore({ folder: stand.dataDir });
      for (const { id } of await store.parked()) await store.replay(id);
      await store.close();
      await stand.restart();
      clock.advance(SETTLED_MS);
    },
    async ask(user, text) {
      user.say(text);
      await idle();
      return stand.texts(user);
    },
  };
}

const isPutDown = (message: unknown) => String(message).startsWith('a turn waits');

async function openEvents(stand: Stand): Promise<unknown> {
  const response = await fetch(`${stand.connector.url}/readyz`);
  return ((await response.json()) as { open: unknown }).open;
}
