import { isBlank } from '../core/text.ts';
import type { UserInput } from '../core/user-event.ts';
import { mailReply } from './mail-reply.ts';

/** What something a user did says in words. */
export type UserWords =
  /** Each text is a question of its own, in this order. */
  | { kind: 'texts'; texts: [string, ...string[]] }
  /** A text without anything to see. */
  | { kind: 'blank' }
  /** Nothing of it can be put into words; the user should know. */
  | { kind: 'unsupported' };

/** What a user sent, as it counts: of an e-mail what they wrote themselves, not what they quoted. */
export function ownInput(input: UserInput, channel: string | undefined): UserInput {
  if (channel?.trim().toLowerCase() !== 'mailgun') return input;
  if (input.kind === 'text') return { ...input, text: mailReply(input.text) };
  const isFile = input.kind === 'image' || input.kind === 'file';
  return isFile && input.caption !== undefined ? { ...input, caption: mailReply(input.caption) } : input;
}

/**
 * What a user's input says when nothing else is known about it: the text of a message, the visible label of a
 * button, a caption and then the address of a file. What a payload means is `parsePayload`'s to tell.
 */
export function userInputToWords(input: UserInput): UserWords {
  switch (input.kind) {
    case 'text':
      return isBlank(input.text) ? { kind: 'blank' } : toWords(input.text);
    case 'postback':
      return toWords(isBlank(input.fullLabel) ? input.text : input.fullLabel);
    case 'image':
    case 'file':
      return toWords(input.caption, input.url);
    case 'location':
      return toWords(locationToText(input));
    case 'form':
      return toWords(input.text);
    case 'unknown':
      return toWords(isBlank(input.text) ? input.url : input.text);
  }
}

function toWords(...texts: (string | undefined)[]): UserWords {
  const [first, ...others] = texts.flatMap((text) => (text === undefined || isBlank(text) ? [] : [text]));
  return first === undefined ? { kind: 'unsupported' } : { kind: 'texts', texts: [first, ...others] };
}

/** What the user said about the place, else a link to a map, else what Smooch says about it. */
function locationToText(input: Extract<UserInput, { kind: 'location' }>): string | undefined {
  const said = [input.name, input.address, input.url].filter((text) => !isBlank(text));
  if (said.length > 0) return said.join('\n');
  const { latitude, longitude } = input;
  if (latitude === undefined || longitude === undefined) return input.text;
  return `https://maps.google.com/maps?q=${latitude},${longitude}`;
}
