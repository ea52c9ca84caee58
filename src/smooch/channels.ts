import type { ChannelLimits, ChannelOverride } from '../core/channel-limits.ts';

/** Smooch takes no longer text, whatever the channel (Smooch docs: message types). */
const smoochTextLength = 4096;

/** Carefully: what every channel with buttons can show. */
const unknownChannel = {
  buttons: 'native',
  maxButtons: 3,
  maxReplies: 3,
  unit: 'utf16',
  labelLength: 20,
  replyLabelLength: 20,
  textLength: smoochTextLength,
  textWithButtonsLength: smoochTextLength,
} as const satisfies Omit<ChannelLimits, 'name'>;

type Row = Partial<Omit<ChannelLimits, 'name'>>;

/** Smooch's own widgets cut the labels of quick replies above 40 characters (Smooch docs: reply action). */
const widget: Row = { maxButtons: 10, maxReplies: 10, labelLength: 40, replyLabelLength: 40 };

/** A long text message is joined by the phone from up to ten parts, 1,600 characters at most. */
const sms: Row = { buttons: 'text', textLength: 1600 };

/**
 * What differs from the careful default. Smooch documents few numbers (Smooch docs: channel capabilities);
 * the rest are the limits of the channels' own platforms, beyond which they cut or refuse.
 */
const channels = new Map<string, Row>([
  ['web', widget],
  ['sdk', widget],
  ['ios', widget],
  ['android', widget],
  ['unity', widget],
  // Extra buttons are cut away without an error, so these have to be exact (Smooch docs: Facebook Messenger).
  ['messenger', { maxReplies: 11, textLength: 2000, textWithButtonsLength: 640 }],
  // The platform counts bytes: a Cyrillic letter is two, an emoji four and more (Meta docs: Instagram messaging).
  ['instagram', { unit: 'bytes', maxReplies: 11, textLength: 1000, textWithButtonsLength: 640 }],
  // Text by default: whether Smooch turns actions into WhatsApp's buttons is not documented.
  ['whatsapp', { buttons: 'text', textWithButtonsLength: 1024 }],
  ['telegram', { maxButtons: 10, maxReplies: 10, labelLength: 40, replyLabelLength: 40 }],
  ['viber', { maxButtons: 6, maxReplies: 10 }],
  ['line', { maxButtons: 4, maxReplies: 11, textWithButtonsLength: 160 }],
  ['wechat', { textLength: 600, textWithButtonsLength: 600 }],
  ['twitter', { maxReplies: 10, replyLabelLength: 36 }],
  ['twilio', sms],
  ['messagebird', sms],
  ['mailgun', { buttons: 'text' }],
]);

/**
 * What a channel can show.
 *
 * @param name `source.type` of a message or `client.platform`; undefined when nobody told.
 * @param overrides Configuration `smooch.channels`, by channel name.
 */
export function channelLimits(
  name: string | undefined,
  overrides: Readonly<Record<string, ChannelOverride>> = {},
): ChannelLimits {
  const channel = name?.trim().toLowerCase() || 'unknown';
  const base: ChannelLimits = { name: channel, ...unknownChannel, ...channels.get(channel) };
  return withOverride(base, Object.hasOwn(overrides, channel) ? overrides[channel] : {});
}

function withOverride(base: ChannelLimits, override: ChannelOverride = {}): ChannelLimits {
  const textLength = Math.min(override.text_length ?? base.textLength, smoochTextLength);
  return {
    name: base.name,
    buttons: override.buttons ?? base.buttons,
    maxButtons: override.max_buttons ?? base.maxButtons,
    maxReplies: override.max_replies ?? base.maxReplies,
    unit: base.unit,
    labelLength: override.label_length ?? base.labelLength,
    replyLabelLength: override.label_length ?? base.replyLabelLength,
    textLength,
    textWithButtonsLength: Math.min(override.text_with_buttons_length ?? base.textWithButtonsLength, textLength),
  };
}
