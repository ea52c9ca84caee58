import type { Metadata, OutgoingMessage } from '../core/outgoing-message.ts';
import type { ChoiceEntry, ChoicesDraft, UrlLink } from './draft.ts';
import type { ShownEntry } from './shown-question.ts';

/** Buttons and what is said above them: there is a text, and every entry has a label. */
export interface ButtonsDraft {
  text: string;
  style: ChoicesDraft['style'];
  links: UrlLink[];
  entries: ChoiceEntry[];
  metadata?: Metadata;
}

/** The messages of one draft; `message` of the entries counts from the first of them. */
export interface FittedButtons {
  messages: OutgoingMessage[];
  entries: ShownEntry[];
}
