import type { Conversation } from '../core/conversation.ts';
import type { ChannelPort } from './ports.ts';
import type { TypingIndicator } from './turn-context.ts';

/**
 * A call that is answered this soon is let be: it has reached Smooch before the message does, and giving it up would
 * cost its connection.
 */
const JUST_ANSWERED_MS = 25;

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
      const late = inFlight;
      inFlight = undefined;
      if (late !== undefined) setTimeout(() => late.abort(), JUST_ANSWERED_MS).unref();
    },
    stop() {
      if (!shown) return;
      shown = false;
      channel.typing(conversation, 'typing:stop').catch(() => {});
    },
  };
}
