import { type RefObject, useCallback, useEffect, useState } from 'react';

export const MARKS = ['bold', 'italic'] as const;
/** Which marks what is typed next gets. */
export type FormatStates = Record<(typeof MARKS)[number], boolean>;

/** Of where the caret stands; the browser knows it for what has the focus now. */
export function readFormatStates(): FormatStates {
  return { bold: document.queryCommandState('bold'), italic: document.queryCommandState('italic') };
}

/** Which marks are on in the editor, and how to look again after one was switched. */
export function useFormatStates(editor: RefObject<HTMLElement | null>): { states: FormatStates; look: () => void } {
  const [states, setStates] = useState<FormatStates>({ bold: false, italic: false });
  const look = useCallback((): void => {
    const at = getSelection()?.anchorNode ?? null;
    if (at === null || !editor.current?.contains(at)) return;
    const now = readFormatStates();
    setStates((before) => (MARKS.every((mark) => before[mark] === now[mark]) ? before : now));
  }, [editor]);
  useEffect(() => {
    // Keys, too: Ctrl+B changes what is typed next, and not the selection.
    const events = ['selectionchange', 'keyup'];
    for (const event of events) document.addEventListener(event, look);
    return () => {
      for (const event of events) document.removeEventListener(event, look);
    };
  }, [look]);
  return { states, look };
}
