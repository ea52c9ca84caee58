import { type MouseEvent, useSyncExternalStore } from 'react';
import { goTo, parseRoute, type TabId, useParam } from './route.ts';

/** Where a message is pointed at: on the phone, or as the turn it belongs to. */
export type SpotlitRoom = 'user' | 'wire';

const atFirst = parseRoute(location.hash);
/** Who has yet to bring it into view; each request is met once, so that nobody is carried away later. */
let pending: SpotlitRoom | undefined = atFirst.params.has('message')
  ? atFirst.tab === 'wire'
    ? 'wire'
    : 'user'
  : undefined;
const watchers = new Set<() => void>();

function become(next: SpotlitRoom | undefined): void {
  pending = next;
  for (const watcher of watchers) watcher();
}

/** Points at a message in a room. @param tab where to go for that: on a wide window the phone stands beside everything */
export function pointAt(room: SpotlitRoom, tab: TabId, params: Record<string, string | undefined>): void {
  goTo(tab, params);
  become(room);
}

/** For links: a click with a key held opens another window, as always. */
export function onPlainClick(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  };
}

export interface Spotlight {
  /** The message that was pointed at last. */
  messageId: string | undefined;
  /** It is to be brought into view here. */
  isWanted: boolean;
  /** It is in view. */
  onShown: () => void;
}

export function useSpotlight(room: SpotlitRoom): Spotlight {
  const messageId = useParam('message');
  const wanted = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => pending,
  );
  return { messageId, isWanted: messageId !== undefined && wanted === room, onShown: () => become(undefined) };
}
