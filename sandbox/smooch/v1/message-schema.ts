import { z } from 'zod';
import { itemActionSchema, messageActionsSchema } from './action-schema.ts';
import { formFieldsSchema } from './form-schema.ts';
import { metadataSchema } from './metadata-schema.ts';
import { httpUrlSchema } from './url-schema.ts';

const TEXT_LIMIT = 4096;

const text = z.string().max(TEXT_LIMIT, `must not be longer than ${TEXT_LIMIT} characters`);
const shortText = z.string().max(128, 'must not be longer than 128 characters');

const destination = z
  .strictObject({ integrationId: z.string().min(1).optional(), integrationType: z.string().min(1).optional() })
  .refine(
    ({ integrationId, integrationType }) => (integrationId === undefined) !== (integrationType === undefined),
    'must have either integrationId or integrationType',
  );

const override = z.partialRecord(
  z.enum(['whatsapp', 'line', 'messenger', 'apple']),
  z.looseObject({ payload: z.record(z.string(), z.unknown()) }),
);

/** What every type may carry beside its content (Smooch docs: post message). */
const common = {
  role: z.enum(['appMaker', 'appUser']),
  name: z.string().optional(),
  email: z.string().optional(),
  avatarUrl: httpUrlSchema.optional(),
  metadata: metadataSchema.optional(),
  payload: z.string().optional(),
  destination: destination.optional(),
  override: override.optional(),
};

const media = {
  mediaUrl: httpUrlSchema,
  text: text.optional(),
  mediaType: z.string().optional(),
  altText: shortText.optional(),
};

const item = z.strictObject({
  title: shortText.regex(/\S/, 'must not be empty'),
  description: shortText.optional(),
  mediaUrl: httpUrlSchema.max(2048).optional(),
  mediaType: shortText.optional(),
  altText: shortText.optional(),
  size: z.enum(['compact', 'large']).optional(),
  metadata: metadataSchema.optional(),
  actions: z.array(itemActionSchema).min(1, 'must have at least 1 action').max(3, 'must not have more than 3 actions'),
});

const items = z.array(item).min(1, 'must have at least 1 item').max(10, 'must not have more than 10 items');

const displaySettings = z.strictObject({ imageAspectRatio: z.enum(['horizontal', 'square']).optional() });

const location = z.strictObject({ address: z.string().optional(), name: z.string().optional() });

/** Known, and refused: not just another key that nobody knows (Smooch docs: message actions). */
const noActions = { actions: z.undefined('are only allowed with text, image and list').optional() };

/** Every type that can be sent. `formResponse` cannot: it only comes from users. */
const byType = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    ...common,
    text: text.optional(),
    actions: messageActionsSchema.optional(),
  }),
  z.strictObject({ type: z.literal('image'), ...common, ...media, actions: messageActionsSchema.optional() }),
  z.strictObject({ type: z.literal('file'), ...common, ...media, ...noActions }),
  z.strictObject({
    type: z.literal('carousel'),
    ...common,
    ...noActions,
    items,
    displaySettings: displaySettings.optional(),
  }),
  z.strictObject({ type: z.literal('list'), ...common, items, actions: z.array(itemActionSchema).max(10).optional() }),
  z.strictObject({
    type: z.literal('location'),
    ...common,
    ...noActions,
    coordinates: z.strictObject({ lat: z.number().min(-90).max(90), long: z.number().min(-180).max(180) }),
    location: location.optional(),
  }),
  z.strictObject({
    type: z.literal('form'),
    ...common,
    ...noActions,
    text: text.optional(),
    fields: formFieldsSchema,
    blockChatInput: z.boolean().optional(),
  }),
]);

export type PostedMessage = z.output<typeof byType>;

/**
 * The body of `POST .../messages`.
 *
 * Keys that it does not know are dropped or refused, as the settings want it: who reads the body decides.
 * WhatsApp templates (`messageSchema`) are not simulated.
 */
export const postedMessageSchema = byType.superRefine((message, context) => {
  const hasActions = 'actions' in message && message.actions !== undefined && message.actions.length > 0;
  if (message.type === 'text' && !hasActions && !/\S/.test(message.text ?? '')) {
    context.addIssue({ code: 'custom', path: ['text'], message: 'must not be empty unless there are actions' });
  }
  if (message.role === 'appUser' && hasActions) {
    context.addIssue({ code: 'custom', path: ['actions'], message: 'are only allowed with role appMaker' });
  }
  if (message.role === 'appUser' && 'items' in message) {
    context.addIssue({ code: 'custom', path: ['items'], message: 'are only allowed with role appMaker' });
  }
  if (message.role === 'appUser' && message.destination !== undefined) {
    context.addIssue({ code: 'custom', path: ['destination'], message: 'is only allowed with role appMaker' });
  }
});
