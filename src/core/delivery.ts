/**
 * What a channel tells about a message of ours.
 * - `channel`: it was handed to the channel; `user`: it reached the device.
 * - `failure`: it was not delivered. `person`: nothing reaches this user at present. `content`: this message does not,
 *   another one may.
 */
export type Delivery = { state: 'channel' | 'user' } | { state: 'failure'; about: 'person' | 'content'; code: string };

/** The form in which the store keeps it: `channel`, `user`, `failure: <code>`, `failure of the person: <code>`. */
export function deliveryToText(delivery: Delivery): string {
  if (delivery.state !== 'failure') return delivery.state;
  return `${delivery.about === 'person' ? PERSON : CONTENT}${delivery.code}`;
}

const PERSON = 'failure of the person: ';
const CONTENT = 'failure: ';

/** Reads what {@link deliveryToText} wrote; anything else that is there counts as handed to the channel. */
export function textToDelivery(text: string): Delivery {
  if (text.startsWith(PERSON)) return { state: 'failure', about: 'person', code: text.slice(PERSON.length) };
  if (text.startsWith(CONTENT)) return { state: 'failure', about: 'content', code: text.slice(CONTENT.length) };
  return { state: text === 'user' ? 'user' : 'channel' };
}
