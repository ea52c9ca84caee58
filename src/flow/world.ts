import type { ChannelLimits } from '../core/channel-limits.ts';
import type { AgentDesk } from '../desk/agent-desk.ts';
import type { UrlButtonsSetting } from '../translation/render-context.ts';
import type { Hooks } from './hooks.ts';
import type { OpeningHours } from './opening-hours.ts';
import type { BotPort, ChannelPort, UploadedFile } from './ports.ts';

export interface RatingSetting {
  id: number;
  /** Key of the label on the button. */
  label: string;
  comment: boolean;
  isNegative: boolean;
}

/** The part of the configuration that decides how a conversation goes. */
/** The part of `chat.yaml` that decides how a conversation gets to an agent and back. */
export interface ChatSettings {
  appId: string;
  roomId: number;
  source: number;
  lang: string;
  /** For the statistics: `regionServer`, else `region`. */
  region: string;
  guestName?: string;
  guestContact?: string;
  exitQueueCommand?: string;
  closeCommand?: string;
  rejectedEvent: string;
  hours: OpeningHours;
  /** Misses, or negative ratings, in a row; 0 switches off. */
  triesBeforeEscalation: number;
  negativeRatingsBeforeEscalation: number;
}

export interface FlowSettings {
  environment: string;
  lang: string;
  digester: { button_title?: string; url_buttons?: UrlButtonsSetting };
  sideBubbleAttributes: readonly string[];
  ratings: { enabled: boolean; ratings: readonly RatingSetting[] };
  missDirectCalls: readonly string[];
  commandsAllowed: boolean;
  mediaPauseMs: number;
  /** Undefined while `chat.enabled` is false. */
  chat?: ChatSettings;
}

/** What became of messages, as the channel tells. */
export interface Deliveries {
  /** `channel`, `user`, `failure: <code>`, or undefined while nothing is known. */
  outcome(messageId: string): Promise<string | undefined>;
  /** Resolves at the message's next delivery event; never rejects. */
  next(messageId: string): { event: Promise<void>; forget(): void };
}

/** Everything of one environment that a turn works with. */
export interface World {
  bot: BotPort;
  channel: ChannelPort;
  /** The live-agent system; undefined while `chat.enabled` is false. */
  desk?: AgentDesk;
  /** Downloads what a user sent, by its public address. @param called what the user's side says about it */
  fetchMedia(
    url: string,
    called?: { name?: string | undefined; mediaType?: string | undefined },
  ): Promise<UploadedFile>;
  /** An address as it is, without what is a secret of ours; undefined when nothing of it can be told then. */
  withoutSecrets(address: string): string | undefined;
  settings: FlowSettings;
  limits(channel: string | undefined): ChannelLimits;
  /** The text of a label, placeholders filled; a label without translation is shown as it is. */
  label(key: string, values?: Record<string, string>): string;
  /** Whether the language defines an optional label. */
  hasLabel(key: string): boolean;
  /** Resolves once translations are at hand, or cannot be had. */
  ready(): Promise<void>;
  /** Forgets cached ExtraInfo and fetches it again. */
  refreshExtraInfo(): Promise<void>;
  deliveries: Deliveries;
  hooks: Hooks;
  /** The content of `custom.yaml`, for hooks. */
  custom: Readonly<Record<string, unknown>>;
}
