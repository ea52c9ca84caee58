import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { PageEvent } from '../../protocol/page-protocol.ts';

/** `live`: events come in. `lost`: the browser tries again by itself. */
export type Liveness = 'connecting' | 'live' | 'lost';

/** After a gap anything may have changed: everything is read anew. */
export type PageNews = PageEvent | { event: 'reconnected' };

type Listener = (news: PageNews) => void;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let liveness: Liveness = 'connecting';
let source: EventSource | undefined;

function become(next: Liveness): void {
  liveness = next;
  for (const watcher of watchers) watcher();
}

function tell(news: PageNews): void {
  for (const listener of [...listeners]) listener(news);
}

/** One connection for the whole window: browsers allow only a few. */
function connect(): void {
  source ??= new EventSource('/api/page/events');
  source.onopen = () => {
    become('live');
    tell({ event: 'reconnected' });
  };
  source.onerror = () => {
    become('lost');
    // A browser gives up for good when the answer is no event stream, as from a sandbox that is just starting.
    if (source?.readyState === EventSource.CLOSED) {
      source = undefined;
      setTimeout(connect, 1500);
    }
  };
  source.onmessage = ({ data }) => tell(JSON.parse(data) as PageEvent);
}

/** Hears everything the sandbox tells, and `reconnected` after a gap. Returns what ends it. */
export function subscribeToPage(listener: Listener): () => void {
  connect();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The same as a hook. */
export function usePageEvents(listener: Listener): void {
  const hear = useEffectEvent(listener);
  useEffect(() => subscribeToPage((news) => hear(news)), []);
}

/** Whether this window hears the sandbox. */
export function useLiveness(): Liveness {
  return useSyncExternalStore(
    (watcher) => {
      connect();
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => liveness,
  );
}
