import { useSyncExternalStore } from 'react';
import { askBeforeLeaving } from '../ask-before-leaving.ts';
import type { SettingsEdits } from './settings-fields.ts';

// Outlives the form: looking at another tab must not cost what was typed.
let edits: SettingsEdits = {};
const watchers = new Set<() => void>();

/** Remembers what was changed and is not applied yet. */
export function setSettingsEdits(next: SettingsEdits): void {
  edits = next;
  askBeforeLeaving('settings', Object.keys(next).length > 0);
  for (const watcher of watchers) watcher();
}

export function useSettingsEdits(): SettingsEdits {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => edits,
  );
}
