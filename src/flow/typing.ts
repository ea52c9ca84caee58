import type { Conversation } from '../core/conversation.ts';
import type { ChannelPort } from './ports.ts';
import type { TypingIndicator } from './turn-context.ts';

/** Creates the typing indicator of one turn. It is never waited for and never disturbs the turn. */
export function createTyping(channel: ChannelPort, conversation: Conversation): TypingIndicator {
  let inFlight: AbortController | undefined;
  let shown = false;

  const start = () => {
    const controller = new AbortController();
    inFlight = controller;
    shown = true;
    channel
      .typing(conversation, 'typing:start', controller.signal)
      .catch(() => {})
      .finally(() => {
        if (inFlight === controller) inFlight = undefined;
      });
  };

  return {
    start() {
      if (!shown) start();
    },
    cancel() {
      inFlight?.abort();
      inFlight = undefined;
    },
    stop() {
      if (!shown) return;
      shown = false;
      channel.typing(conversation, 'typing:stop').catch(() => {});
    },
  };
}
