import type { Conversation } from './conversation.ts';

/** What a user did, whatever channel and API version it came through. */
export type UserInput =
  | { kind: 'text'; text: string; payload?: string }
  | { kind: 'postback'; text?: string; payload?: string; fullLabel?: string }
  | { kind: 'image' | 'file'; url: string; mediaType?: string; name?: string; caption?: string }
  | {
      kind: 'location';
      latitude?: number;
      longitude?: number;
      name?: string;
      address?: string;
      url?: string;
      text?: string;
    }
  | { kind: 'form'; text: string }
  | { kind: 'unknown'; type: string; text?: string; url?: string };

/** One event of a user, as it is stored: enough to handle it on any instance at any later time. */
export interface UserEvent {
  conversation: Conversation;
  input: UserInput;
  /** Channel (`source.type`, else `client.platform`); undefined when the webhook did not say. */
  channel?: string;
  /** The name the channel shows for the user. */
  userName?: string;
  /** Smooch's id of the message; undefined for postbacks. */
  messageId?: string;
  /** The beginning of the message that this one answers to, in one line. */
  quoted?: string;
  /** When Smooch got it, seconds since 1970; only for ordering inside one payload. */
  sentAt?: number;
}
