import { useSyncExternalStore } from 'react';

/** What is being written, by the id of who writes or where: kept while the window is open, whatever of it is shown. */
export interface Drafts<T> {
  get(id: string): T;
  change(id: string, change: (draft: T) => T): void;
  /** Calls the watcher after every change, until the returned function is called. */
  watch(watcher: () => void): () => void;
}

/** @param empty where nothing was written yet */
export function createDrafts<T>(empty: T): Drafts<T> {
  const drafts = new Map<string, T>();
  const watchers = new Set<() => void>();
  const get = (id: string): T => drafts.get(id) ?? empty;
  return {
    get,
    change(id, change) {
      drafts.set(id, change(get(id)));
      for (const watcher of watchers) watcher();
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

/** The draft as it is now. */
export function useDraft<T>(drafts: Drafts<T>, id: string): T {
  return useSyncExternalStore(drafts.watch, () => drafts.get(id));
}
