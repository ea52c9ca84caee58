import { z } from 'zod';
import { metadataSchema } from './metadata-schema.ts';
import { anyUrlSchema, httpUrlSchema } from './url-schema.ts';

const label = z.string().regex(/\S/, 'must not be empty');
const metadata = metadataSchema.optional();
const extraChannelOptions = z.record(z.string(), z.unknown()).optional();

const postback = z.strictObject({ type: z.literal('postback'), text: label, payload: z.string(), metadata });

const link = z.strictObject({
  type: z.literal('link'),
  text: label,
  uri: anyUrlSchema,
  default: z.boolean().optional(),
  metadata,
  extraChannelOptions,
});

const webview = z.strictObject({
  type: z.literal('webview'),
  text: label,
  uri: httpUrlSchema,
  fallback: httpUrlSchema,
  size: z.enum(['compact', 'tall', 'full']).optional(),
  default: z.boolean().optional(),
  openOnReceive: z.boolean().optional(),
  metadata,
  extraChannelOptions,
});

const buy = z.strictObject({
  type: z.literal('buy'),
  text: label,
  amount: z.int().positive(),
  currency: z.string().optional(),
  metadata,
});

const reply = z.strictObject({
  type: z.literal('reply'),
  text: label,
  payload: z.string(),
  iconUrl: httpUrlSchema.optional(),
  metadata,
});

const locationRequest = z.strictObject({ type: z.literal('locationRequest'), text: label, metadata });

const share = z.strictObject({ type: z.literal('share'), metadata });

/** Buttons under a card, or under a list as a whole: no quick replies there (Smooch docs: message actions). */
export const itemActionSchema = z.discriminatedUnion('type', [postback, link, webview, buy, share]);

/** Buttons of one text or image: quick replies stand alone or beside location requests only. */
export const messageActionsSchema = z
  .array(z.discriminatedUnion('type', [postback, link, webview, buy, reply, locationRequest]))
  .superRefine((actions, context) => {
    const types = new Set(actions.map((action) => action.type));
    const quick = types.has('reply') || types.has('locationRequest');
    if (quick && [...types].some((type) => type !== 'reply' && type !== 'locationRequest')) {
      context.addIssue('reply and locationRequest must not be mixed with other actions');
    }
    if (actions.filter((action) => action.type === 'webview' && action.openOnReceive).length > 1) {
      context.addIssue('only one webview of a message may have openOnReceive');
    }
  });

export type PostedAction = z.output<typeof itemActionSchema> | z.output<typeof messageActionsSchema>[number];
