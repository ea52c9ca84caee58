import { useState } from 'react';
import { sendJson } from '../../api/http.ts';
import type { ContentSource } from './content-draft.ts';

const pathOf = (title: string): string => `/api/chatbot/contents/${encodeURIComponent(title)}`;

export interface SaveContent {
  /** Resolves with whether it was saved. @param before its title at the bot; undefined for a new one */
  save: (before: string | undefined, content: ContentSource) => Promise<boolean>;
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
    const renamed = before !== undefined && before !== content.title;
    if (renamed) await sendJson('POST', `${pathOf(before)}/rename`, { title: content.title });
    try {
      await sendJson('PUT', pathOf(content.title), content);
    } catch (error) {
      // All or nothing: otherwise the content would be gone from where the person looks.
      if (renamed) await sendJson('POST', `${pathOf(content.title)}/rename`, { title: before });
      throw error;
    }
  };
  return {
    save: (before, content) => attempt(() => save(before, content)),
    remove: (title) => attempt(async () => void (await sendJson('DELETE', pathOf(title)))),
    busy,
    problem,
  };
}
