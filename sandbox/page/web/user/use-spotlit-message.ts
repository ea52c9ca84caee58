import { type RefObject, useEffect, useEffectEvent } from 'react';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import { useSpotlight } from '../shell/spotlight.ts';

/** The message of this conversation that somebody pointed at, brought to the middle of the list. */
export function useSpotlitMessage(
  list: RefObject<HTMLElement | null>,
  messages: readonly MessageView[],
): string | undefined {
  const { messageId, isWanted, onShown } = useSpotlight('user');
  const spotlit = messages.some(({ _id }) => _id === messageId) ? messageId : undefined;
  const isDue = isWanted && spotlit !== undefined;
  const show = useEffectEvent(() => {
    const row = list.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(spotlit ?? '')}"]`);
    row?.scrollIntoView({ block: 'center', inline: 'nearest' });
    row?.querySelector<HTMLElement>('.turn-link')?.focus({ preventScroll: true });
    onShown();
  });
  useEffect(() => {
    if (isDue) show();
  }, [isDue]);
  return spotlit;
}
