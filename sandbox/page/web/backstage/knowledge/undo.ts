import { useSyncExternalStore } from 'react';
import { getJson, sendJson } from '../../api/http.ts';
import type { ContentSource } from './content-draft.ts';

/** The knowledge as the bot has it, of which only the contents matter here. */
interface Knowledge {
  contents: ContentSource[];
}

const PATH = '/api/chatbot/knowledge';

/** What was done to the contents and can be taken back. */
export interface Undoable {
  /** A sentence about it. */
  told: string;
  /** Takes it back. Resolves with the title of what is to be shown then. @throws ApiProblem */
  undo: () => Promise<string | undefined>;
}

// Outlives the room: looking at another tab must not cost the way back.
let undoable: Undoable | undefined;
const watchers = new Set<() => void>();

/** Only the last one can be taken back. */
export function setUndoable(next: Undoable | undefined): void {
  undoable = next;
  for (const watcher of watchers) watcher();
}

export function useUndoable(): Undoable | undefined {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => undoable,
  );
}

/** To be called before a content is deleted: remembers it, and where it stands. @throws ApiProblem */
export async function rememberContent(title: string): Promise<Undoable> {
  const { contents } = await getJson<Knowledge>(PATH);
  const at = contents.findIndex((content) => content.title === title);
  const content = contents[at];
  return {
    told: `“${title}” is deleted. The bot no longer answers with it.`,
    undo: async () => {
      const now = await getJson<Knowledge>(PATH);
      if (content === undefined || now.contents.some((one) => one.title === title)) return title;
      // In its place: the order decides what is offered first.
      const before = contents.slice(0, at).findLast((one) => now.contents.some(({ title }) => title === one.title));
      const place = now.contents.findIndex((one) => one.title === before?.title) + 1;
      await sendJson('PUT', PATH, { ...now, contents: now.contents.toSpliced(place, 0, content) });
      return title;
    },
  };
}

/** To be called before all contents are reset. @throws ApiProblem */
export async function rememberContents(): Promise<Undoable> {
  const before = await getJson<Knowledge>(PATH);
  return {
    told: 'The contents are as they were at the start.',
    undo: async () => {
      await sendJson('PUT', PATH, before);
      return undefined;
    },
  };
}
