import { z } from 'zod';
import type { UserInput } from '../../core/user-event.ts';
import { type Dedupe, fingerprint } from './webhook-frame.ts';

/** What a button sends back: a text, or a map that whoever made the button wrote there. */
export const buttonPayload = z
  .union([z.string(), z.record(z.string(), z.unknown()).transform((map) => JSON.stringify(map))])
  .nullish();

/** One entry of `postbacks` (Smooch docs: postback). */
export const webhookPostback = z.object({
  action: z.object({
    _id: z.string().nullish(),
    text: z.string().nullish(),
    payload: buttonPayload,
    // An empty map comes as a list from some languages.
    metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  }),
  message: z.object({ _id: z.string().nullish() }).nullish().catch(undefined),
});
export type WebhookPostback = z.infer<typeof webhookPostback>;

/** Pressed again within this time, a button without a time stamp counts as delivered twice. */
const SAME_PRESS_MS = 10_000;

/** Brings a press into the connector's own form. */
export function postbackToInput({ action }: WebhookPostback): UserInput {
  const label = action.metadata?.label;
  return {
    kind: 'postback',
    text: action.text ?? undefined,
    payload: action.payload ?? undefined,
    fullLabel: typeof label === 'string' ? label : undefined,
  };
}

/**
 * A press has no id of its own (Smooch docs: postback), and the same button may be pressed again later. Nothing else of
 * the body counts: two webhooks of one app tell the same press with and without `client`.
 */
export function pressKey(userId: string, press: WebhookPostback, timestamp: number | string | undefined): Dedupe {
  const { action, message } = press;
  const button = [userId, action._id ?? '', action.payload ?? '', message?._id ?? ''];
  if (timestamp === undefined) return { key: `press:${fingerprint(...button)}`, withinMs: SAME_PRESS_MS };
  return { key: `press:${fingerprint(...button, String(timestamp))}` };
}
