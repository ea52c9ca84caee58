import { type RefObject, useLayoutEffect } from 'react';

const drafts = new Map<string, Node[]>();

/**
 * Keeps what stands in the editor of a chat while another chat or room is shown.
 * @param onChange after something was put back
 */
export function useEditorDraft(editor: RefObject<HTMLElement | null>, chatId: string, onChange: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another chat has another draft.
  useLayoutEffect(() => {
    const element = editor.current;
    if (element === null) return;
    element.replaceChildren(...(drafts.get(chatId) ?? []));
    onChange();
    return () => void drafts.set(chatId, [...element.childNodes]);
  }, [editor, chatId]);
}

/** Puts back what could not be sent, before what was written meanwhile; the editor may be gone. */
export function returnToEditor(editor: HTMLElement, chatId: string, nodes: readonly Node[]): void {
  if (!editor.isConnected) {
    drafts.set(chatId, [...nodes, ...(drafts.get(chatId) ?? [])]);
    return;
  }
  if (editor.hasChildNodes()) editor.prepend(...nodes, document.createElement('br'));
  else editor.replaceChildren(...nodes);
}
