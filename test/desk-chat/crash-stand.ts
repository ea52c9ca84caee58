import type { FaultRule } from '../../sandbox/control/faults.ts';
import type { HyperchatSimulator } from '../../sandbox/hyperchat/start-hyperchat-simulator.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { deskConf, registerDeskWebhook, startDesk, untilSettled } from '../support/desk-stand.ts';
import { waitUntil } from '../support/wait-until.ts';

/**
 * Where a call of the connector stands when the connector dies.
 * - `lost`: it arrived and never takes effect.
 * - `on its way`: it takes effect only after the connector has come back.
 * - `done`: it took effect, its answer is never given.
 */
export type Moment = 'lost' | 'on its way' | 'done';

export const MOMENTS: Moment[] = ['lost', 'on its way', 'done'];

/** One remote call: the next one to an endpoint, behind `skip` others. */
export interface Call {
  simulator: 'chatbot' | 'smooch' | 'desk';
  endpoint: string;
  skip?: number;
}

/** All simulators in this process, and the connector as a process of its own that can be killed. */
export interface CrashStand extends ProcessStand {
  desk: HyperchatSimulator;
  externalIdOf(user: SimulatedUser): string;
  /** Resolves when this many turns of a user's conversation have ended since the beginning. */
  ended(user: SimulatedUser, turns: number): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Does something that leads to a call and stops that call at its moment. */
  stopAt(call: Call, moment: Moment, act: () => unknown, isDone: () => boolean): Promise<void>;
  /** Kills the connector, starts it again and lets arrive what was on its way. Resolves when all is done. */
  crashAndRecover(): Promise<void>;
}

/** Its time limits are so long that stopped calls stay stopped. */
export async function startCrashStand(chat: Record<string, unknown> = {}): Promise<CrashStand> {
  const desk = await startDesk();
  const stand = await startProcessStand({
    conf: { 'custom/chat.yaml': deskConf(desk, { chat }) },
    server: { concurrency: 200, timeouts: { other_ms: 60_000, bot_ms: 60_000, smooch_ms: 60_000 } },
  });
  await registerDeskWebhook(desk, stand.connector.url);
  const late: (() => void)[] = [];
  const settled = () => untilSettled(stand.smooch, desk, stand.connector.openEvents);
  const countTurns = ({ id }: SimulatedUser) =>
    stand.log().filter(({ msg, lane }) => msg === 'turn' && String(lane).endsWith(id)).length;
  return {
    ...stand,
    desk,
    settled,
    ended: (user, turns) => waitUntil(`turn ${turns} of the conversation has ended`, () => countTurns(user) >= turns),
    externalIdOf: ({ appId, id }) => `smooch-${appId}-${id}`,
    async stopAt({ simulator, ...call }, moment, act, isDone) {
      const { faults, journal } = simulator === 'desk' ? desk.control : stand[simulator].control;
      const after = journal.listRaw({ limit: 1 })[0]?.number ?? 0;
      const id = faults.add({ ...call, ...momentToFault(moment) });
      await act();
      const isStopped = () => journal.listRaw({ after }).some(({ fault }) => fault !== undefined);
      await waitUntil(`"${call.endpoint}" is called`, isStopped);
      if (moment === 'done') await waitUntil(`"${call.endpoint}" has taken effect`, isDone);
      if (moment === 'on its way') late.push(() => void faults.release(id));
    },
    async crashAndRecover() {
      await stand.crash();
      for (const arrive of late) arrive();
      await settled();
    },
    async stop() {
      for (const { control } of [stand.chatbot, stand.smooch, desk]) control.faults.clear();
      await stand.stop();
      await desk.stop();
    },
  };
}

function momentToFault(moment: Moment): Pick<FaultRule, 'effect' | 'moment'> {
  if (moment === 'on its way') return { effect: { kind: 'hold' } };
  return { effect: { kind: 'timeout' }, moment: moment === 'done' ? 'after' : 'before' };
}
