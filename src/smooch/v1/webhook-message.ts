import { z } from 'zod';
import { isBlank } from '../../core/text.ts';
import type { UserInput } from '../../core/user-event.ts';
import { quotedMessage } from './quoted-text.ts';
import { smoochId } from './webhook-frame.ts';
import { buttonPayload } from './webhook-postback.ts';

const text = z.string().nullish();
/** Something beside what the user said: of another type it is as good as missing, and the message is not lost. */
const optionalText = text.catch(undefined);

/** An answered field of a form (Smooch docs: form response). */
const formField = z.object({
  label: optionalText,
  text: optionalText,
  email: optionalText,
  select: z
    .array(z.object({ label: optionalText }))
    .nullish()
    .catch(undefined),
});

/** One entry of `messages` (Smooch docs: message events). Everything may be missing or new; nothing of it is trusted. */
export const webhookMessage = z.object({
  _id: smoochId.nullish(),
  type: text,
  role: text,
  name: optionalText,
  text,
  payload: buttonPayload,
  received: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d+(\.\d+)?$/)
        .transform(Number),
    ])
    .nullish()
    .catch(undefined),
  source: z.object({ type: text }).nullish().catch(undefined),
  mediaUrl: text,
  mediaType: optionalText,
  altText: optionalText,
  textFallback: optionalText,
  coordinates: z.object({ lat: z.number(), long: z.number() }).nullish().catch(undefined),
  fields: z.array(formField).nullish().catch(undefined),
  location: z.object({ name: text, address: text, url: text }).nullish().catch(undefined),
  quotedMessage,
});
export type WebhookMessage = z.infer<typeof webhookMessage>;

/** The id of a message, whatever else of it can be understood. */
export function readMessageId(message: unknown): string | undefined {
  return smoochId.safeParse((message as { _id?: unknown } | null | undefined)?._id).data;
}

/** Brings a message into the connector's own form. A quick reply is a text with a payload (Smooch docs: structured messages). */
export function messageToInput(message: WebhookMessage): UserInput {
  switch (message.type) {
    case 'text':
    case undefined:
    case null:
      return { kind: 'text', text: message.text ?? '', payload: message.payload ?? undefined };
    case 'image':
    case 'file':
      return mediaToInput(message.type, message);
    case 'location':
      return locationToInput(message);
    case 'formResponse':
      return { kind: 'form', text: visible(message.textFallback) ?? visible(message.text) ?? fieldsToText(message) };
    default:
      return {
        kind: 'unknown',
        type: message.type.slice(0, 64),
        text: visible(message.text) ?? visible(message.textFallback),
        url: visible(message.mediaUrl),
      };
  }
}

function mediaToInput(kind: 'image' | 'file', message: WebhookMessage): UserInput {
  if (isBlank(message.mediaUrl)) return { kind: 'unknown', type: kind, text: visible(message.text) };
  return {
    kind,
    url: message.mediaUrl ?? '',
    mediaType: message.mediaType ?? undefined,
    name: message.altText ?? undefined,
    // Without a caption Smooch sends a single space.
    caption: visible(message.text),
  };
}

/** As Smooch's own text for channels without forms: a line for each field. */
function fieldsToText({ fields }: WebhookMessage): string {
  const lines = (fields ?? []).map(({ label, text, email, select }) => {
    const chosen = select?.flatMap((option) => option.label ?? []).join(', ');
    const value = visible(text) ?? visible(email) ?? visible(chosen);
    return value === undefined ? undefined : [visible(label), value].filter(Boolean).join(': ');
  });
  return lines.filter((line) => line !== undefined).join('\n');
}

function locationToInput(message: WebhookMessage): UserInput {
  return {
    kind: 'location',
    latitude: message.coordinates?.lat,
    longitude: message.coordinates?.long,
    name: visible(message.location?.name),
    address: visible(message.location?.address),
    url: visible(message.location?.url),
    text: visible(message.text),
  };
}

function visible(value: string | null | undefined): string | undefined {
  return isBlank(value) ? undefined : (value ?? undefined);
}
