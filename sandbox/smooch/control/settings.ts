import { z } from 'zod';
import type { SmoochControl } from './smooch-control.ts';

const ms = z.number().min(0);

/** What `PUT /sandbox/settings` takes; what is not named stays. */
export const settingsSchema = z.strictObject({
  service: z
    .strictObject({
      messageLimit: z.int().min(0),
      attachmentLimit: z.int().min(0),
      postbackTimestamp: z.boolean(),
      unknownKeys: z.enum(['drop', 'refuse']),
      shorthand: z.enum(['expand', 'keep']),
      previousLink: z.boolean(),
      typingWithoutConversation: z.enum(['refuse', 'create']),
      starIncludesTyping: z.boolean(),
      echoPostback: z.boolean(),
      replyMetadata: z.boolean(),
    })
    .partial()
    .optional(),
  webhooks: z
    .strictObject({
      mode: z.enum(['ordered', 'parallel']),
      copies: z.int().min(0),
      apiKey: z.string().nullable(),
      neverRepeated: z.array(z.int()),
      retrySpacingMs: z.array(ms),
      timeoutMs: ms,
    })
    .partial()
    .optional(),
  deliveryEvents: z.strictObject({ enabled: z.boolean(), channelDelayMs: ms, userDelayMs: ms }).partial().optional(),
});

export type SettingsChange = z.output<typeof settingsSchema>;

/** `apiKey: null` goes back to each webhook's own secret. */
export function applySettings(control: SmoochControl, change: SettingsChange): void {
  const { apiKey, ...webhooks } = change.webhooks ?? {};
  Object.assign(control.settings, change.service);
  Object.assign(control.webhooks.settings, webhooks);
  if (apiKey !== undefined) control.webhooks.settings.apiKey = apiKey ?? undefined;
  Object.assign(control.deliveryEvents.settings, change.deliveryEvents);
}

export function settingsOf(control: SmoochControl): Record<string, unknown> {
  return {
    service: control.settings,
    webhooks: { ...control.webhooks.settings, apiKey: control.webhooks.settings.apiKey ?? null },
    deliveryEvents: control.deliveryEvents.settings,
  };
}
