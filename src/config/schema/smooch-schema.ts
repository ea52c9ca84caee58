import type { z } from 'zod';
import { listOf, mapOf, mapWith, oneOf, text, url, wholeNumber } from '../field-types.ts';
import { isMap } from '../values.ts';

/** What one channel can show; what is left out is as the connector knows the channel. */
const channel = mapWith({
  buttons: oneOf(['native', 'text', 'interactive']).optional(),
  max_buttons: wholeNumber(1).optional(),
  max_replies: wholeNumber(1).optional(),
  label_length: wholeNumber(5).optional(),
  text_length: wholeNumber(20).optional(),
  text_with_buttons_length: wholeNumber(20).optional(),
});

/** Only WhatsApp has interactive messages. */
function checkInteractive(channels: Record<string, z.infer<typeof channel>>, context: z.core.$RefinementCtx): void {
  for (const [name, { buttons }] of Object.entries(channels)) {
    if (buttons !== 'interactive' || name === 'whatsapp') continue;
    const message = 'may be "interactive" on whatsapp only; accepted here: native, text';
    context.addIssue({ code: 'custom', path: [name, 'buttons'], message });
  }
}

const appTokens = mapWith({ key: text().optional(), secret: text().optional() }).refine(
  (tokens) => !isMap(tokens) || (tokens.key === undefined) === (tokens.secret === undefined),
  { error: 'needs key and secret, or neither', when: () => true },
);

/** `smooch.yaml`: where Smooch is and how we prove who we are. */
export const smoochSchema = mapWith({
  url: url({ weAdd: '/v1.1' }),
  webhook_secrets: listOf(text(), 'a list of secrets'),
  app_tokens: appTokens,
  media_pause_ms: wholeNumber(0),
  channels: mapOf(channel, 'a map of channel names, each with settings of its own').superRefine(checkInteractive),
});

export type ChannelOverrides = z.infer<typeof channel>;

/** `smooch.yaml` once it is checked: the key pair is whole, or not there. */
export type SmoochConfig = Omit<z.infer<typeof smoochSchema>, 'app_tokens'> & {
  /** From the configuration; without it ExtraInfo has the pair. */
  app_tokens?: { key: string; secret: string };
};
