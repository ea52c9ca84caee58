import type { Metadata } from '../core/outgoing-message.ts';
import type { ButtonPayload } from './button-payload.ts';

/** The kinds of questions a list of choices can ask; a session holds at most one that is open. */
export type QuestionKind = 'escalation' | 'rating' | 'options' | 'list-field' | 'federated' | 'related';

/** One thing a user may choose. */
export interface ChoiceEntry {
  /** Plain text in full; cutting it to what the channel takes is `fitChannel`'s work. */
  label: string;
  payload: ButtonPayload;
  /** Beside `label`, which every action carries. */
  metadata?: Metadata;
}

/** A button that opens a page, or another program. */
export interface UrlLink {
  title: string;
  /** With its scheme: `https:`, `tel:`, `mailto:` or another one. */
  uri: string;
}

export interface TextDraft {
  kind: 'text';
  text: string;
}

export interface ImageDraft {
  kind: 'image';
  url: string;
  altText?: string;
}

export interface ChoicesDraft {
  kind: 'choices';
  question: QuestionKind;
  /** What is asked, above the choices. */
  text: string;
  /** `reply`: quick replies, gone after the next message. They are never mixed with other actions. */
  style: 'postback' | 'reply';
  entries: ChoiceEntry[];
  /** Pages that can be opened from the same message; they come first. */
  links?: UrlLink[];
  /** Of the messages that show the choices. */
  metadata?: Metadata;
}

export interface LinksDraft {
  kind: 'links';
  text: string;
  links: UrlLink[];
}

/** Something to show a user, before it is known what the channel can do. */
export type Draft = TextDraft | ImageDraft | ChoicesDraft | LinksDraft;
