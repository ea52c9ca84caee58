import { useCallback, useSyncExternalStore } from 'react';
import type { PageEvent } from '../../protocol/page-protocol.ts';
import type { PageNews } from './page-events.ts';
import { refresh, type Snapshot, snapshotOf, watchResource } from './resources.ts';

export interface UsedResource<T> extends Snapshot<T> {
  reload: () => void;
}

const nothing: Snapshot<never> = { data: undefined, problem: undefined };

/**
 * What `GET path` gives, kept up to date. Components that use the same path share one reading.
 *
 * @param path undefined: nothing is read
 * @param events after which events it is read anew; after a lost connection it always is
 * @param about only events that name this user or chat (or none) count
 */
export function useResource<T>(
  path: string | undefined,
  events: readonly PageEvent['event'][],
  about?: string,
): UsedResource<T> {
  const wanted = events.join(' ');
  const subscribe = useCallback(
    (watcher: () => void) => {
      if (path === undefined) return () => undefined;
      const names = wanted.split(' ');
      return watchResource(path, (news) => names.includes(news.event) && isAbout(news, about), watcher);
    },
    [path, wanted, about],
  );
  const snapshot = useSyncExternalStore(subscribe, () => (path === undefined ? nothing : snapshotOf<T>(path)));
  const reload = useCallback(() => {
    if (path !== undefined) void refresh(path);
  }, [path]);
  return { ...snapshot, reload };
}

function isAbout(news: PageNews, about: string | undefined): boolean {
  if (about === undefined) return true;
  const named = news.event === 'user' ? news.userId : news.event === 'desk' ? news.chatId : undefined;
  return named === undefined || named === about;
}
