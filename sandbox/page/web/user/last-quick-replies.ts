import type { ShownButton } from '../../../smooch/channel/show-buttons.ts';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';

export function isQuickReply({ type }: ShownButton): boolean {
  return type === 'reply' || type === 'locationRequest';
}

/** The quick replies the user can use now: those of the last message, if it has any. */
export function lastQuickReplies(
  messages: readonly MessageView[],
): { message: MessageView; buttons: ShownButton[] } | undefined {
  const message = messages.at(-1);
  const buttons = message?.shown.bubbles.flatMap((bubble) => bubble.buttons.filter(isQuickReply)) ?? [];
  return message === undefined || buttons.length === 0 ? undefined : { message, buttons };
}
