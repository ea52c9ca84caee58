import type { FaultRule } from '../../sandbox/control/faults.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import type { ProcessStand } from '../support/connector-process.ts';
import { waitUntil } from '../support/wait-until.ts';

/**
 * Where a call of the connector stands when the connector dies.
 * - `lost`: it arrived and never takes effect.
 * - `on its way`: it takes effect only after the connector has come back.
 * - `done`: it took effect, its answer is never given.
 */
export type Moment = 'lost' | 'on its way' | 'done';

/** Which call: of several that match, the one after `skip` others. */
export interface CallToInterrupt extends Pick<FaultRule, 'endpoint' | 'bodyIncludes' | 'matches' | 'skip'> {
  simulator: 'chatbot' | 'smooch';
}

export interface InterruptedCall {
  /** Resolves when the call stands at its moment. `isDone` tells whether it took effect. */
  reached(isDone: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets a call that is on its way arrive. */
  arrive(): void;
}

/** Stops the next such call of the connector at a moment, for as long as the connector waits. */
export function interruptCall(
  stand: Pick<ProcessStand, 'chatbot' | 'smooch'>,
  { simulator, ...call }: CallToInterrupt,
  moment: Moment,
): InterruptedCall {
  const { faults, journal } = stand[simulator].control;
  const after = journal.listRaw().at(-1)?.number ?? 0;
  const id = faults.add(
    moment === 'on its way'
      ? { ...call, effect: { kind: 'hold' } }
      : { ...call, effect: { kind: 'timeout' }, moment: moment === 'done' ? 'after' : 'before' },
  );
  const isMade = () => journal.listRaw({ endpoint: call.endpoint, after }).some(({ fault }) => fault !== undefined);
  return {
    async reached(isDone) {
      await waitUntil(`"${call.endpoint}" is called`, isMade);
      if (moment === 'done') await waitUntil(`"${call.endpoint}" took effect`, isDone);
    },
    arrive: () => void faults.release(id),
  };
}

/** The remote calls of the first turn of a conversation. */
export type TurnCall = 'opening the session' | 'asking' | `sending ${number}`;

/** Where to find a call of a user's turn about a question. */
export function callOfTurn(call: TurnCall, user: SimulatedUser, question: string): CallToInterrupt {
  if (call === 'opening the session') return { simulator: 'chatbot', endpoint: 'conversation' };
  if (call === 'asking') return { simulator: 'chatbot', endpoint: 'message', bodyIncludes: question };
  const matches = ({ path }: { path: string }) => path.includes(user.id);
  return { simulator: 'smooch', endpoint: 'message', matches, skip: Number(call.slice('sending '.length)) - 1 };
}
