import type { ChoiceSource } from '../../../../chatbot/knowledge/knowledge-schema.ts';

/** Where an option or a yes leads: to a content, or to an answer written in place. */
export interface Target {
  label: string;
  /** Title of the content; undefined for an answer in place. */
  content: string | undefined;
  answer: string;
  /** Attributes and the like, which have no field here. */
  more: Record<string, unknown>;
}

/** What an editor wrote, with everything said that a short form leaves out. */
export function sourceToTarget(source: ChoiceSource): Target {
  if (typeof source === 'string') return { label: source, content: source, answer: '', more: {} };
  const { label, content, answer, ...more } = source;
  return { label, content: answer === undefined ? (content ?? label) : undefined, answer: answer ?? '', more };
}

/** As short as it can be written: a content under its own title is only that title. */
export function targetToSource({ label, content, answer, more }: Target): ChoiceSource {
  if (content === undefined) return { label, answer, ...more };
  if (content !== label) return { label, content, ...more };
  return Object.keys(more).length === 0 ? label : { label, ...more };
}
