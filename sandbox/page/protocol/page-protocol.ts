// What the page and the sandbox say to each other. The page talks to the sandbox only, under one origin:
// - `/api/smooch/*`, `/api/chatbot/*`, `/api/hyperchat/*`: what each simulator offers under its own `/sandbox`
//   (users, actions, agents, chats, faults, latency, requests …), unchanged.
// - `/api/page/*`: what is only of the page, described here.

import type { Weekday } from './opening-hours.ts';

/** `GET /api/page/state`: everything a window needs when it opens; afterwards `changed` events tell what to read anew. */
export interface PageState {
  phones: Phone[];
  /** Where HyperChat listens: its own files are told by that from pictures of the bot and of others. */
  deskUrl: string;
  connector: ConnectorState;
  scenarios: ScenarioInfo[];
  /** The scenario that plays, or played last. */
  playing?: ScenarioRun | undefined;
}

/**
 * A simulated user that stands on the page. `POST /api/page/phones {channel, name?}` answers with the phone,
 * `DELETE /api/page/phones/:userId` takes it off the page; the user stays. `POST /api/page/phones/close-played` does so
 * with all that scenarios have opened, but for the one that plays.
 * A file of a chat at the desk, by the id of its message: `GET /api/page/desk-media/:messageId`.
 */
export interface Phone {
  /** Smooch's app user id. */
  userId: string;
  /** `messenger`, `whatsapp`, `telegram`, `line`, `viber`, `twilio` (SMS), `instagram`, `web`. */
  channel: string;
  name: string;
  openedAt: number;
  /** Opened by a scenario, to play on. */
  played?: boolean | undefined;
}

/**
 * `GET /api/page/connector`; `PUT {settings}` restarts it on its data folder with these, which may be a part: what is not
 * named stays. `POST …/restart` restarts it as it is. Both answer with the state when that is over; a refusal is no error of
 * the call, it is told in `refused` until there are other settings, or `DELETE …/refused`.
 */
export interface ConnectorState {
  status: 'ready' | 'starting' | 'stopped';
  /** Where webhooks go. */
  url: string;
  settings: ConnectorSettings;
  /** Said by the connector at the last start with settings it refused; the old ones run on. */
  refused?: string | undefined;
  /** Events it has not finished. */
  open?: number | undefined;
  /** What `/readyz` warns about. */
  warnings: string[];
}

/** The part of the configuration that the page lets one try. Keys as in the files. */
export interface ConnectorSettings {
  chat: {
    enabled: boolean;
    workTimeTableActive: boolean;
    timezoneWorkingHours: string;
    /** Hours such as `09:00-18:30`; none: closed. */
    timetable: Record<Weekday, string[]>;
    exitQueueCommand: string;
    closeCommand: string;
  };
  triesBeforeEscalation: number;
  negativeRatingsBeforeEscalation: number;
  content_ratings: { enabled: boolean };
  lang: string;
}

/** Some of the settings. */
export type ConnectorSettingsChange = Partial<Omit<ConnectorSettings, 'chat'>> & {
  chat?: Partial<Omit<ConnectorSettings['chat'], 'timetable'>> & {
    timetable?: Partial<ConnectorSettings['chat']['timetable']>;
  };
};

/**
 * `GET /api/page/labels`: the sentences that come with the connector, by language and label. Extra Info may replace them;
 * `POST /api/page/connector/read-extra-info` has the connector read it now, as `extra-info refresh` does, and answers when
 * it has. `POST /api/page/own-app-tokens` writes the key pairs of the sandbox's Smooch into `app_tokens`; they count when
 * they are posted.
 */
export type ConnectorLabels = Record<string, Record<string, string>>;

/** `GET /api/page/ratings`: what users said about contents, newest first. */
export interface Rating {
  at: number;
  content: string;
  label: string;
  comment?: string | undefined;
}

/**
 * `GET /api/page/wire?userId=…`: turns, the newest first, at most 100; `GET /api/page/wire/:callId` one call with its bodies.
 * `POST /api/page/wire/:turnId/replay` sends the same webhook once more as a new message of the same user; for a dead
 * letter it is `smooch-connector dead-letters retry` instead.
 */
export interface WireTurn {
  /** Id of the connector's event, or `loose:<n>` for calls that belong to no turn (tokens, ExtraInfo, handshakes). */
  id: string;
  userId?: string | undefined;
  /** `user`, `desk`, …; `loose` for calls outside of turns. */
  kind: string;
  /** What came in, in a few words: `"opening hours"`, `pressed "Yes"`, `agent closed the chat`. */
  title: string;
  state: 'running' | 'waiting' | 'done' | 'parked' | 'undeliverable';
  reason?: string | undefined;
  startedAt: number;
  durationMs?: number | undefined;
  entries: WireEntry[];
  /** Smooch's ids of the messages that came in with it or went out in it, the oldest first. */
  messageIds: string[];
  canReplay: boolean;
}

/** One thing that happened, in the order of time. */
export type WireEntry =
  | {
      what: 'call';
      id: string;
      /** Who called whom. */
      from: 'smooch' | 'hyperchat' | 'connector';
      to: 'connector' | 'chatbot' | 'smooch' | 'hyperchat';
      /** For people: `webhook message:appUser`, `ask the bot`, `send message`, `renew token`. */
      label: string;
      method: string;
      path: string;
      at: number;
      durationMs?: number | undefined;
      /** 0: ended without an answer; undefined: under way. */
      status?: number | undefined;
      fault?: string | undefined;
      /** Counts up when the same call is made again. */
      attempt?: number | undefined;
      /** A line of what was said, for the closed entry. */
      summary?: string | undefined;
    }
  | { what: 'step'; name: string; at: number; result: unknown };

/** Bodies and headers of one call; secrets are hidden. */
export interface WireCall {
  id: string;
  method: string;
  path: string;
  /** The whole address. */
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: unknown;
  status?: number | undefined;
  responseBody: unknown;
}

/**
 * `POST /api/page/reset {what}`: `contents` puts the bot's contents back as they were at the start; `everything` does so
 * with Extra Info, ratings, settings of the connector, desk and simulators, faults, phones and what Wire shows as well.
 */
export interface ResetRequest {
  what: 'contents' | 'everything';
}

/** `GET /api/page/scenarios`; `POST /api/page/scenarios/:id/play`, `POST /api/page/scenarios/stop`. */
export interface ScenarioInfo {
  id: string;
  title: string;
  /** What it shows, in a sentence or two. */
  about: string;
}

export interface ScenarioRun {
  id: string;
  userId: string;
  /** What has happened so far and what to look at, oldest first. */
  lines: { at: number; text: string; lookAt?: 'user' | 'agent' | 'backstage' | 'wire' | undefined }[];
  state: 'playing' | 'done' | 'failed' | 'stopped';
  problem?: string | undefined;
}

/**
 * `GET /api/page/events`: server-sent events. The data is one of these as JSON. A window that was away reads everything
 * anew when it is connected again.
 */
export type PageEvent =
  | { event: 'state' }
  /** A message, typing, or delivery mark of a user. */
  | { event: 'user'; userId: string; typing?: boolean | undefined }
  /** Something at the desk: agents, invitations, chats. */
  | { event: 'desk'; chatId?: string | undefined }
  | { event: 'wire' }
  | { event: 'knowledge' }
  | { event: 'scenario' };
