import { z } from 'zod';
import type { UserInput } from '../../core/user-event.ts';
import { asNumber, sortKeys } from '../../net/loose-json.ts';
import { type Dedupe, fingerprint } from './webhook-frame.ts';

/** What a button sends back: a text, or a map that whoever made the button wrote there. */
const writtenPayload = z.union([z.string(), z.record(z.string(), z.unknown())]);
export const buttonPayload = writtenPayload.transform((payload) => payloadText(payload)).nullish();

/** One entry of `postbacks` (Smooch docs: postback). */
export const webhookPostback = z.object({
  action: z.object({
    _id: z.string().nullish(),
    text: z.string().nullish(),
    payload: writtenPayload.nullish(),
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
  const payload = action.payload ?? undefined;
  return {
    kind: 'postback',
    text: action.text ?? undefined,
    payload: payload === undefined ? undefined : payloadText(payload),
    fullLabel: typeof label === 'string' ? label : undefined,
  };
}

/**
 * A press has no id of its own (Smooch docs: postback), and the same button may be pressed again later. Nothing else of
 * the body counts: two webhooks of one app tell the same press with and without `client`, and write it in other bytes.
 */
export function pressKey(userId: string, press: WebhookPostback, timestamp: number | string | undefined): Dedupe {
  const { action, message } = press;
  const button = [userId, action._id ?? '', payloadText(action.payload ?? '', sortKeys), message?._id ?? ''];
  if (timestamp === undefined) return { key: `press:${fingerprint(...button)}`, withinMs: SAME_PRESS_MS };
  return { key: `press:${fingerprint(...button, String(asNumber(timestamp) ?? timestamp))}` };
}

function payloadText(payload: z.infer<typeof writtenPayload>, replacer?: typeof sortKeys): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload, replacer);
}
