import { useState } from 'react';
import { sendJson } from '../../api/http.ts';
import type { ContentSource } from './content-draft.ts';
import { rememberContent, setUndoable } from './undo.ts';

const pathOf = (title: string): string => `/api/chatbot/contents/${encodeURIComponent(title)}`;

export interface SaveContent {
  /** Resolves with whether it was saved. @param before its title at the bot; undefined for a new one */
  save: (before: string | undefined, content: ContentSource) => Promise<boolean>;
  /** It can be taken back: see `UndoNote`. */
  remove: (title: string) => Promise<boolean>;
  busy: boolean;
  /** What the bot said against it. */
  problem: string | undefined;
}

/** Writes contents to the bot, which uses them from the next message on. */
export function useSaveContent(): SaveContent {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const save = async (before: string | undefined, content: ContentSource): Promise<void> => {
    const title = before ?? content.title;
    // The parts first: what the bot refuses is refused before the content has moved to another name.
    await sendJson('PUT', pathOf(title), { ...content, title });
    if (title !== content.title) await sendJson('POST', `${pathOf(title)}/rename`, { title: content.title });
  };
  return {
    save: (before, content) => attempt(() => save(before, content)),
    remove: (title) =>
      attempt(async () => {
        const undoable = await rememberContent(title);
        await sendJson('DELETE', pathOf(title));
        setUndoable(undoable);
      }),
    busy,
    problem,
  };
}
