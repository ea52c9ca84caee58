import type { WireAction, WireClient, WireMessage } from '../v1/wire.ts';
import type { AppRecord, UserRecord } from './records.ts';

export interface Referral {
  code: string;
  /** Messenger only (Smooch docs: conversation referral). */
  details?: Record<string, unknown>;
}

export interface DeliveryError {
  code: string;
  message: string;
  /** What the channel said, in the channel's own shape. */
  underlyingError?: unknown;
}

/** A click: the button as it stood under its message, or an entry of a persistent menu. */
export type ClickedAction = Pick<WireAction, 'type' | 'text' | 'payload' | 'metadata'> & { _id?: string };

/** What happened in an app, without saying yet how a version of the API tells it. */
export type Happening =
  /** Messages of one side, told together. */
  | { kind: 'messages'; messages: [WireMessage, ...WireMessage[]] }
  /** `message` is missing for a persistent menu. */
  | { kind: 'postback'; action: ClickedAction; message?: WireMessage }
  | { kind: 'typing'; activity: 'typing:start' | 'typing:stop' }
  | { kind: 'read' }
  | { kind: 'start'; referral?: Referral }
  | { kind: 'referral'; referral: Referral }
  | {
      kind: 'delivery';
      stage: 'channel' | 'user' | 'failure';
      messageId: string;
      destination: { type: string; integrationId: string };
      isFinal: boolean;
      error?: DeliveryError;
    }
  /** The event's user is the surviving one. */
  | { kind: 'merge'; discarded: UserRecord }
  | { kind: 'delete' };

export type AppEvent = Happening & { app: AppRecord; user: UserRecord; client?: WireClient };
