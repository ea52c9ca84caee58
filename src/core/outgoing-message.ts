/** Flat, as Smooch demands: strings, numbers and booleans only, 4 KB at most (Smooch docs: metadata). */
export type Metadata = Record<string, string | number | boolean>;

export interface PostbackAction {
  type: 'postback';
  text: string;
  payload: string;
  metadata?: Metadata;
}

export interface ReplyAction {
  type: 'reply';
  text: string;
  payload: string;
  metadata?: Metadata;
}

export interface WebviewAction {
  type: 'webview';
  text: string;
  uri: string;
  fallback: string;
  metadata?: Metadata;
}

export interface LinkAction {
  type: 'link';
  text: string;
  uri: string;
  metadata?: Metadata;
}

export type Action = PostbackAction | ReplyAction | WebviewAction | LinkAction;

/** What one channel gets in place of the message, in the channel's own form (Smooch docs: message overrides). */
export interface ChannelOverrides {
  whatsapp: { payload: Record<string, unknown> };
}

/** A message to the user, in the form both API versions of Smooch share (Smooch docs: message types). */
export type OutgoingMessage =
  | { type: 'text'; text: string; actions?: Action[]; metadata?: Metadata; override?: ChannelOverrides }
  | { type: 'image'; mediaUrl: string; text?: string; altText?: string; actions?: Action[]; metadata?: Metadata }
  | { type: 'file'; mediaUrl: string; text?: string; altText?: string; mediaType?: string; metadata?: Metadata };
