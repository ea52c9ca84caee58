import type { LengthUnit } from './split-text.ts';

/** What a channel does with a message; `Infinity` where no limit is known. */
export interface ChannelTraits {
  /** `numbered`: no buttons at all; Smooch writes them as numbered lines and the user types. */
  buttons: 'native' | 'numbered';
  /** Buttons under one message, quick replies aside. The rest is cut without an error. */
  maxButtons: number;
  buttonLength: number;
  maxReplies: number;
  replyLength: number;
  /** Longer texts arrive as several messages. */
  textLength: number;
  /** The same for a text with buttons under it. */
  textWithButtonsLength: number;
  /** What the lengths of texts are counted in; labels are always counted in UTF-16 units. */
  textUnit: LengthUnit;
  images: 'native' | 'link';
  files: 'native' | 'link';
  /** How carousels arrive: as cards, or as the generated text. */
  cards: 'native' | 'text';
  /** How lists arrive: as cards, as a message for each line, or as the generated text. */
  lists: 'cards' | 'messages' | 'text';
  /** Whether a form can be filled in where it stands; else a link to it is shown. */
  forms: 'native' | 'link';
  locationRequest: 'native' | 'text';
  /** Whether the channel tells that a message reached the device (`message:delivery:user`). */
  confirmsArrival: boolean;
  /** Whether the channel tells that a message was read. */
  confirmsReading: boolean;
  /** Whether the user sees that the business types. */
  typing: boolean;
}

const none = Number.POSITIVE_INFINITY;

/** Careful values for a channel nobody described. */
const unknownChannel: ChannelTraits = {
  buttons: 'native',
  maxButtons: 3,
  buttonLength: 20,
  maxReplies: 3,
  replyLength: 20,
  textLength: 1000,
  textWithButtonsLength: 640,
  textUnit: 'utf16',
  images: 'native',
  files: 'link',
  cards: 'text',
  lists: 'text',
  forms: 'link',
  locationRequest: 'text',
  confirmsArrival: false,
  confirmsReading: false,
  typing: false,
};

const web: ChannelTraits = {
  buttons: 'native',
  maxButtons: none,
  buttonLength: none,
  maxReplies: none,
  replyLength: 40,
  textLength: 4096,
  textWithButtonsLength: 4096,
  textUnit: 'utf16',
  images: 'native',
  files: 'native',
  cards: 'native',
  lists: 'cards',
  forms: 'native',
  locationRequest: 'native',
  confirmsArrival: true,
  confirmsReading: true,
  typing: true,
};

const phoneText: ChannelTraits = {
  ...unknownChannel,
  buttons: 'numbered',
  textLength: 1600,
  confirmsArrival: true,
};

/**
 * From Smooch's table of channel capabilities; lengths that Smooch does not document are the platforms' own.
 */
const byChannel: Record<string, ChannelTraits> = {
  web,
  ios: web,
  android: { ...web, typing: false },
  messenger: {
    ...web,
    maxButtons: 3,
    buttonLength: 20,
    maxReplies: 11,
    replyLength: 20,
    textLength: 2000,
    textWithButtonsLength: 640,
    forms: 'link',
  },
  // 1000 bytes, as Meta counts them: other scripts take two or three for a letter.
  instagram: { ...unknownChannel, textUnit: 'utf8', maxReplies: 13, confirmsArrival: true },
  telegram: { ...web, files: 'link', lists: 'messages', forms: 'link', confirmsArrival: false },
  viber: {
    ...web,
    textLength: 7000,
    files: 'link',
    lists: 'text',
    forms: 'link',
    locationRequest: 'text',
    typing: false,
  },
  line: {
    ...web,
    maxButtons: 4,
    buttonLength: 20,
    maxReplies: 13,
    replyLength: 20,
    textLength: 5000,
    textWithButtonsLength: 160,
    files: 'link',
    forms: 'link',
    locationRequest: 'text',
    confirmsArrival: false,
    confirmsReading: false,
    typing: false,
  },
  twitter: {
    ...web,
    textLength: none,
    files: 'link',
    cards: 'text',
    lists: 'messages',
    forms: 'link',
    confirmsArrival: false,
    confirmsReading: false,
  },
  whatsapp: { ...phoneText, textLength: 4096, files: 'native', lists: 'messages' },
  twilio: phoneText,
  messagebird: { ...phoneText, images: 'link' },
  mailgun: { ...phoneText, textLength: none, confirmsArrival: false },
};

export function channelTraits(channel: string): ChannelTraits {
  return byChannel[channel] ?? unknownChannel;
}

/** The channels that are described. */
export const knownChannels: readonly string[] = Object.keys(byChannel);
