import { retryPolicies } from '../core/retry.ts';
import { chatParts } from './chat-parts.ts';
import { isOpen } from './opening-hours.ts';
import { track } from './track.ts';
import type { TurnContext } from './turn-context.ts';

/** Whether the user can be handed to somebody now. */
export type Readiness = 'ready' | 'closed' | 'no-agents' | 'unknown';

/** Looks at working hours, then at the agents. Nobody there is told to the bot's statistics. */
export async function agentsReady(context: TurnContext): Promise<Readiness> {
  const parts = chatParts(context);
  if (parts === undefined) return 'no-agents';
  const { turn } = context;
  const { desk, chat } = parts;
  const open = turn.record(context.stepName('hours'), () => isOpen(chat.hours, turn.clock.now()));
  if (!open) return 'closed';
  const safely = { policy: retryPolicies.botTurn, safe: true };
  const queue = await turn.attempt(context.stepName('queue-mode'), { ...safely, call: () => desk.isQueueActive() });
  const queueActive = queue.ok && queue.value;
  const ready = await turn.attempt(context.stepName('agents'), {
    ...safely,
    call: () => desk.agentsReady({ room: chat.roomId, queueActive }),
  });
  if (!ready.ok) {
    context.log.error(
      { lane: turn.event.lane, reason: ready.reason },
      'HyperChat could not say whether agents are there',
    );
    return 'unknown';
  }
  if (ready.value) return 'ready';
  await track(context, 'CHAT_NO_AGENTS', { value: 'true' });
  return 'no-agents';
}
