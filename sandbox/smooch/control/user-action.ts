import { z } from 'zod';

const referral = z.strictObject({ code: z.string(), details: z.record(z.string(), z.unknown()).optional() });

/** Anything may stand beside what a message needs: unknown keys have to be survived by who reads it. */
const extra = z.record(z.string(), z.unknown()).optional();

/** The message it answers: the id of one of the conversation, or the channel's own id of one that Smooch does not know. */
const quotes = z.union([z.string(), z.strictObject({ externalMessageId: z.string() })]).optional();

const media = {
  url: z.string(),
  /** Without one the message has `text: " "`, as recorded from the real API. */
  caption: z.string().optional(),
  mediaType: z.string().optional(),
  size: z.int().nonnegative().optional(),
  name: z.string().optional(),
  quotes,
  extra,
};

const formField = z.looseObject({ type: z.enum(['text', 'email', 'select']), name: z.string(), label: z.string() });

/** What a user can do that arrives as a message of theirs. */
export const userMessageSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('text'), text: z.string(), payload: z.string().optional(), quotes, extra }),
  z.strictObject({ do: z.literal('image'), ...media }),
  z.strictObject({ do: z.literal('file'), ...media }),
  z.strictObject({
    do: z.literal('location'),
    lat: z.number(),
    long: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
    quotes,
    extra,
  }),
  /** Answers a form; `messageId` is the form's. */
  z.strictObject({ do: z.literal('form'), messageId: z.string().optional(), fields: z.array(formField), extra }),
  /** A type nobody knows yet. */
  z.strictObject({ do: z.literal('unknown'), type: z.string(), extra }),
]);

/** A button of a message: its position, or its label in full or as the channel cuts it. */
export const buttonSchema = z.union([z.int().nonnegative(), z.string()]);

const eventSchema = z.discriminatedUnion('do', [
  /** Presses a button under a message; `item` is the position of the card that has it. */
  z.strictObject({
    do: z.literal('click'),
    messageId: z.string(),
    button: buttonSchema,
    item: z.int().nonnegative().optional(),
  }),
  /** Picks an entry of a persistent menu: a postback without a message. */
  z.strictObject({ do: z.literal('menu'), payload: z.string(), text: z.string().optional() }),
  z.strictObject({
    do: z.literal('typing'),
    activity: z.enum(['typing:start', 'typing:stop']).default('typing:start'),
  }),
  z.strictObject({ do: z.literal('read') }),
  z.strictObject({ do: z.literal('start'), referral: referral.optional() }),
  z.strictObject({ do: z.literal('referral'), referral }),
  /** Several messages that arrive in one payload. */
  z.strictObject({ do: z.literal('together'), messages: z.array(userMessageSchema).min(1) }),
]);

/** Everything a user can do, as it comes over the control API. */
export const userActionSchema = z.union([userMessageSchema, eventSchema]);

export type UserMessageAction = z.input<typeof userMessageSchema>;
export type UserAction = z.input<typeof userActionSchema>;
export type ClickAction = Extract<UserAction, { do: 'click' }>;
