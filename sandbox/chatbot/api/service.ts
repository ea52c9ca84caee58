import type { Ticketing } from '../../hyperchat/ticketing/ticketing.ts';
import type { Bot } from '../bot/bot.ts';
import type { ChatbotSettings } from '../settings.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { ExtraInfo } from './extra-info.ts';
import type { Sessions } from './sessions.ts';
import type { Tracking } from './tracking.ts';

export type Credentials = { key: string; secret: string };

/** Everything the routes of the API work with. */
export type ChatbotService = {
  credentials: Credentials;
  /** Whether the key is refused, as if it had been withdrawn. */
  keyRejected: boolean;
  settings: ChatbotSettings;
  /** `http://host:port`. */
  origin: string;
  tokens: AccessTokens;
  sessions: Sessions;
  bot: Bot;
  tracking: Tracking;
  extraInfo: ExtraInfo;
  /** Tickets and people, at the address that `apis` has for them. */
  ticketing: Ticketing;
  /** Unix time. */
  seconds: () => number;
  /** Whether the instance has a variable with that name. */
  knowsVariable: (name: string) => boolean;
};
