import { retryPolicies } from '../core/retry.ts';
import type { TurnContext } from './turn-context.ts';

/** Where neither the webhook nor an earlier one told the channel, it is the one on which the user is active. */
export async function findChannel(context: TurnContext): Promise<void> {
  const { session, turn, world, conversation } = context;
  if (session.channel !== undefined) return;
  const asked = await turn.attempt(context.stepName('channel'), {
    policy: retryPolicies.lookUp,
    safe: true,
    call: async () => {
      const { clients } = await world.channel.appUser(conversation);
      return { platform: (clients.find(({ active }) => active) ?? clients[0])?.platform };
    },
  });
  if (asked.ok) session.channel = asked.value.platform;
}
