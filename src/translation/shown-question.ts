import type { ButtonPayload } from './button-payload.ts';
import type { QuestionKind } from './draft.ts';

/** A choice as the user sees it: what a press or a typed text is compared with. */
export interface ShownEntry {
  /** Only where numbers were shown. */
  number?: number;
  /** The label as it was shown, perhaps cut. */
  shown: string;
  /** What the channel itself calls it, and may send back in place of the label. */
  id?: string;
  /** The label in full. */
  label: string;
  /** What it means; never a `{ref}`, the whole payload. */
  payload: ButtonPayload;
  /** Index, among the messages of its `fitChannel` call, of the message that shows it. */
  message: number;
}

/** Lists of the same response that were shown before the last one. */
export interface EarlierLists {
  kinds: QuestionKind[];
  /** How many of the entries are theirs: the first ones. */
  entries: number;
}

/** The question that waits for an answer once its messages are out. */
export interface ShownQuestion {
  /** Of the list that was shown last. */
  kind: QuestionKind;
  /** Of every list of the response, in the order in which they were shown. */
  entries: ShownEntry[];
  earlier?: EarlierLists;
  /** Index of the last message that shows it; the question counts from that message's confirmation. */
  message: number;
}

/** A payload too large for a button: the button carries `{ref}`, the payload has to be kept. */
export interface PayloadRef {
  ref: string;
  payload: ButtonPayload;
}
