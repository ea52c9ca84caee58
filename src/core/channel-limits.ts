import type { TextUnit } from './text-size.ts';

/** How choices are shown. */
export type ButtonKind = 'native' | 'text' | 'interactive';

/** What a channel can show of a message, in the connector's terms. */
export interface ChannelLimits {
  /** The channel (`messenger`, `whatsapp`, ...); `unknown` when nobody told. */
  name: string;
  /** `text`: the channel has no buttons, choices are numbered lines. `interactive`: WhatsApp's own, beside such a text. */
  buttons: ButtonKind;
  /** Postbacks and links under one message. */
  maxButtons: number;
  /** Quick replies under one message. */
  maxReplies: number;
  /** What the channel counts: the unit of the lengths below. */
  unit: TextUnit;
  /** Of a postback's or link's label. */
  labelLength: number;
  /** Of a quick reply's label. */
  replyLabelLength: number;
  /** Of a text. */
  textLength: number;
  /** Of a text with buttons under it; at most `textLength`. */
  textWithButtonsLength: number;
}

/** What an operator says about a channel (`smooch.channels.<name>`); what is left out stays as the table has it. */
export interface ChannelOverride {
  buttons?: ButtonKind;
  max_buttons?: number;
  max_replies?: number;
  label_length?: number;
  text_length?: number;
  text_with_buttons_length?: number;
}
