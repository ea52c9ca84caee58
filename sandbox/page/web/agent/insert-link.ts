import { type FormatStates, MARKS, readFormatStates } from './use-format-states.ts';

const tags: Record<keyof FormatStates, string> = { bold: 'b, strong', italic: 'i, em' };

/** Where a link goes, and the marks that were on when somebody asked for it. */
export interface LinkPlace {
  range: Range;
  states: FormatStates;
}

/** What is selected in the editor, else its end. */
export function linkPlaceIn(editor: HTMLElement): LinkPlace {
  const selection = getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  const states = readFormatStates();
  if (range && editor.contains(range.commonAncestorContainer)) return { range: range.cloneRange(), states };
  const end = document.createRange();
  end.selectNodeContents(editor);
  end.collapse(false);
  return { range: end, states };
}

/** Puts a link there, and the caret behind it, with the marks as they were. */
export function insertLink(editor: HTMLElement, { range, states }: LinkPlace, url: string, text: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.textContent = text;
  range.deleteContents();
  for (const mark of MARKS) if (!states[mark]) leave(range, tags[mark], editor);
  range.insertNode(link);
  link.after('\u00a0');
  editor.focus();
  getSelection()?.collapse(link.nextSibling, 1);
  // The caret is a new one to the browser: a mark that was on without a letter in it is forgotten.
  const now = readFormatStates();
  for (const mark of MARKS) if (now[mark] !== states[mark]) document.execCommand(mark);
}

/** A mark that was switched off still surrounds the caret until something is typed: the place moves out of it. */
function leave(range: Range, tag: string, editor: HTMLElement): void {
  const start = range.startContainer;
  const inner = (start instanceof Element ? start : start.parentElement)?.closest(tag);
  if (!inner || !editor.contains(inner)) return;
  const rest = range.cloneRange();
  rest.setEndAfter(inner);
  const after = rest.extractContents();
  if (after.textContent !== '') inner.after(after);
  range.setStartAfter(inner);
  range.collapse(true);
}
