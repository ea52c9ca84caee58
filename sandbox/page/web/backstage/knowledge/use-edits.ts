import { useSyncExternalStore } from 'react';
import { askBeforeLeaving } from '../ask-before-leaving.ts';
import { type ContentSource, emptyContent } from './content-draft.ts';

/** What somebody typed and has not saved yet. */
export interface Edit {
  /** The content as it was when the typing began, as JSON; undefined for one that is being added. */
  base: string | undefined;
  value: ContentSource;
}

// Outlives the room: looking at another tab must not cost what was typed.
let edits: ReadonlyMap<string, Edit> = new Map();
const watchers = new Set<() => void>();

/** Remembers what was typed, by the title that the content has at the bot; undefined forgets it. */
export function setEdit(title: string, edit: Edit | undefined): void {
  const next = new Map(edits);
  if (edit === undefined) next.delete(title);
  else next.set(title, edit);
  edits = next;
  askBeforeLeaving('contents', [...next.values()].some(isWritten));
  for (const watcher of watchers) watcher();
}

/** Nothing that was typed counts any more. */
export function forgetEdits(): void {
  for (const title of edits.keys()) setEdit(title, undefined);
}

/** Whether something would be lost; a new content in which nothing stands would not. */
function isWritten({ base, value }: Edit): boolean {
  return JSON.stringify(value) !== (base ?? JSON.stringify(emptyContent('')));
}

export function useEdits(): ReadonlyMap<string, Edit> {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => edits,
  );
}
