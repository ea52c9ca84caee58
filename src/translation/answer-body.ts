import type { Draft, TextDraft } from './draft.ts';
import { htmlToMessages } from './html-to-messages.ts';
import type { RenderContext } from './render-context.ts';

/** HTML texts, one per bubble -> drafts. What had to be left out is added to the notes. */
export function htmlToDrafts(
  texts: readonly string[],
  notes: string[],
  context: Pick<RenderContext, 'strike'>,
): Draft[] {
  const drafts: Draft[] = [];
  for (const text of texts) {
    const { parts, notes: more } = htmlToMessages(text, { strike: context.strike });
    notes.push(...more);
    for (const part of parts) {
      if (part.type === 'text') drafts.push({ kind: 'text', text: part.text });
      else drafts.push({ kind: 'image', url: part.url, altText: part.altText });
    }
  }
  return drafts;
}

/** The drafts with the last text changed, or a draft for a text that says nothing at their end when there is none. */
export function changeLastText(drafts: readonly Draft[], change: (text: string) => Draft): Draft[] {
  const index = drafts.findLastIndex((draft) => draft.kind === 'text');
  const last = drafts[index];
  return last?.kind === 'text' ? drafts.with(index, change(last.text)) : [...drafts, change('')];
}

export function isText(draft: Draft | undefined): draft is TextDraft {
  return draft?.kind === 'text';
}
