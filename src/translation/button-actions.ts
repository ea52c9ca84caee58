import type { LinkAction, Metadata, PostbackAction, ReplyAction, WebviewAction } from '../core/outgoing-message.ts';
import type { ButtonPayload } from './button-payload.ts';
import { cutText } from './cut-text.ts';
import type { ChoiceEntry, ChoicesDraft, UrlLink } from './draft.ts';
import { standardAddress } from './link-target.ts';
import type { PayloadRef } from './shown-question.ts';

/** Bytes. Channels refuse payloads from about 1,000 on (Messenger). */
const maxPayloadSize = 900;

/** UTF-16 units: 3,000 bytes at most, so that an action's metadata stays below Smooch's 4 KB. */
const maxLabelInMetadata = 1000;

/** The button of a choice. A payload too large for it is added to `refs`, and the button carries its name. */
export function choiceToAction(
  entry: ChoiceEntry,
  shown: string,
  style: ChoicesDraft['style'],
  store: { refs: PayloadRef[]; seed: string },
): PostbackAction | ReplyAction {
  const metadata = { ...entry.metadata, ...fullLabel(entry.label) };
  return { type: style, text: shown, payload: payloadToText(entry.payload, store), metadata };
}

/**
 * The button of an address: a page opens inside the channel where it can, in a browser where not; anything else
 * (`tel:`, `mailto:`) is for another program.
 */
export function linkToAction(link: UrlLink, shown: string): WebviewAction | LinkAction {
  const uri = standardAddress(link.uri);
  const metadata = fullLabel(link.title);
  if (!/^https?:/i.test(uri)) return { type: 'link', text: shown, uri, metadata };
  return { type: 'webview', text: shown, uri, fallback: uri, metadata };
}

/** Labels are cut, and v2 postbacks do not tell them: the whole label travels with the button. */
function fullLabel(label: string): Metadata {
  return { label: cutText(label, maxLabelInMetadata) };
}

/**
 * What a button carries for its payload. One that is too large is added to `refs`, and the button carries its name.
 *
 * @param maxSize bytes
 */
export function payloadToText(
  payload: ButtonPayload,
  store: { refs: PayloadRef[]; seed: string },
  maxSize = maxPayloadSize,
): string {
  const text = JSON.stringify(payload);
  if (Buffer.byteLength(text) <= maxSize) return text;
  const ref = `${store.seed}.${store.refs.length}`;
  store.refs.push({ ref, payload });
  return JSON.stringify({ ref } satisfies ButtonPayload);
}
