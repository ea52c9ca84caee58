import type { Conversation } from '../core/conversation.ts';
import type { RunTurnOptions } from './run-turn.ts';
import { parseSession } from './session.ts';
import type { Turn } from './turn.ts';
import type { TurnContext } from './turn-context.ts';
import { createTyping } from './typing.ts';

/** Gathers what a turn in a conversation needs: the environment's world, the session, names for its steps. */
export async function createContext(
  options: Pick<RunTurnOptions, 'store' | 'world' | 'log' | 'eventsBehind'>,
  turn: Turn,
  conversation: Conversation,
): Promise<TurnContext> {
  const { event } = turn;
  const { channel, userName } = event.payload as { channel?: string; userName?: string };
  const world = options.world(conversation.environment);
  await world.ready();
  const session = parseSession(await options.store.session(event.lane));
  session.channel = channel ?? session.channel;
  session.userName = userName ?? session.userName;
  return {
    turn,
    world,
    session,
    conversation,
    log: options.log,
    messagePrefix: `${options.store.id}-${event.origin}`,
    eventsBehind: () => options.eventsBehind(event),
    stepName: createStepNames(),
    directCalls: new Map(),
    showedOptions: false,
    typing: createTyping(world.channel, conversation),
    sentIds: [],
    confirmedNow: [],
  };
}

function createStepNames(): (kind: string) => string {
  const used = new Map<string, number>();
  return (kind) => {
    const count = (used.get(kind) ?? 0) + 1;
    used.set(kind, count);
    return count === 1 ? kind : `${kind}:${count}`;
  };
}
