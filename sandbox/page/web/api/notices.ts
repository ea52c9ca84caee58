import { useSyncExternalStore } from 'react';

/** A sentence for the person at the page, shown for some seconds. */
export interface Notice {
  id: number;
  text: string;
  tone: 'neutral' | 'good' | 'bad';
}

let notices: readonly Notice[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function become(next: readonly Notice[]): void {
  notices = next;
  for (const watcher of watchers) watcher();
}

export function notify(text: string, tone: Notice['tone'] = 'neutral'): void {
  const id = ++lastId;
  become([...notices.filter((notice) => notice.text !== text).slice(-2), { id, text, tone }]);
  setTimeout(() => dismissNotice(id), tone === 'bad' ? 9000 : 5000);
}

export function dismissNotice(id: number): void {
  become(notices.filter((notice) => notice.id !== id));
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => notices,
  );
}
