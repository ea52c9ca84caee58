import type { ContentSource } from '../../../../chatbot/knowledge/knowledge-schema.ts';
import { htmlToLine } from '../../../protocol/html-to-line.ts';

export type { ContentSource };

/** A content as somebody adds it. */
export function emptyContent(title: string): ContentSource {
  return {
    title,
    phrases: [],
    answer: '',
    attributes: {},
    side_bubble: '',
    flags: [],
    escalate: false,
    rateable: true,
    small_talk: false,
    chain: [],
    when: [],
    draft: false,
  };
}

/** The answer's bubbles; none for a content that only asks. */
export function bubblesOf({ answer }: ContentSource): string[] {
  return answer === undefined ? [] : [answer].flat();
}

/** One bubble is written as a text, several as a list. */
export function bubblesToAnswer(bubbles: string[]): ContentSource['answer'] {
  return bubbles.length === 0 ? undefined : bubbles.length === 1 ? bubbles[0] : bubbles;
}

/** As it is saved: without lines and bubbles in which nothing stands. */
export function tidied(content: ContentSource): ContentSource {
  const isWritten = (text: string): boolean => text.trim() !== '';
  return {
    ...content,
    title: content.title.trim(),
    phrases: content.phrases.filter(isWritten),
    answer: bubblesToAnswer(bubblesOf(content).filter(isWritten)),
  };
}

/** What has no field of its own in the editor: it is edited as JSON. */
const REST = ['repeat', 'federated', 'callback', 'when', 'user_types', 'wire'] as const;

/** What has no field of its own, without what is empty. */
export function restOf(content: ContentSource): Record<string, unknown> {
  return Object.fromEntries(
    REST.flatMap((key) => {
      const value = content[key];
      return value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[key, value]];
    }),
  );
}

/** Puts the rest back; keys that are missing in it are taken away. */
export function withRest(content: ContentSource, rest: Record<string, unknown>): ContentSource {
  const kept = Object.fromEntries(Object.entries(content).filter(([key]) => !REST.includes(key as never)));
  return { ...kept, when: [], ...rest } as unknown as ContentSource;
}

/** What stands in a list beside the title, in a few words. */
export function summaryOf(content: ContentSource): string {
  const text = htmlToLine(bubblesOf(content).join(' '));
  return (
    text ||
    content.options?.question ||
    content.ask?.question ||
    content.federated?.heading ||
    content.form?.fields[0]?.prompt ||
    ''
  );
}

/** What is special about a content, one word each. */
export function marksOf(content: ContentSource): string[] {
  const marks: [boolean, string][] = [
    [content.draft, 'draft'],
    [content.escalate || content.flags.includes('escalate'), 'escalates'],
    [content.options !== undefined, 'options'],
    [content.ask !== undefined, 'yes/no'],
    [content.form !== undefined, 'form'],
    [content.federated !== undefined, 'results'],
    [content.chain.length > 0, 'chain'],
    [content.related !== undefined, 'related'],
    [content.callback !== undefined, 'callback'],
  ];
  return marks.flatMap(([has, mark]) => (has ? [mark] : []));
}

/** Whether a search finds it: in its title, phrases, direct call or answer. */
export function isFound(content: ContentSource, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  const texts = [content.title, ...content.phrases, content.direct_call ?? '', summaryOf(content)];
  return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
}
