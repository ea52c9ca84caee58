import { createFaultQueue } from '../control/faults.ts';
import type { SimulatorControl } from '../control/gate.ts';
import { createJournal, type JournalEntry } from '../control/journal.ts';
import { createLatency } from '../control/latency.ts';
import { createExtraInfoDrafts, type ExtraInfoDrafts } from './api/extra-info-drafts.ts';
import type { ChatbotService } from './api/service.ts';
import type { TrackedEvent } from './api/tracking.ts';
import type { KnowledgeBase } from './knowledge/knowledge-base.ts';
import type { ContentInput, KnowledgeInput, KnowledgeSource } from './knowledge/knowledge-schema.ts';
import { type ChatbotSettings, settingsSchema } from './settings.ts';

export type SessionListing = {
  sessionId: string;
  lang: string;
  environment: string;
  userType: number;
  source?: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  lastUsedAt: number;
  variables: Record<string, string>;
};

/** What can be steered and looked at while the simulator runs. `/sandbox` offers the same over HTTP. */
export type ChatbotControl = SimulatorControl & {
  /** Every access token is refused from now on. */
  expireAccessTokens(): void;
  /** Expires one session, or all. Returns how many there were. */
  expireSessions(sessionId?: string): number;
  /** Refuses the API key, as if it had been withdrawn, or takes it again. */
  rejectKey(rejected: boolean): void;
  /** Publishes an entry in Extra Info; undefined takes it away. */
  setExtraInfo(group: string, name: string, value: Record<string, unknown> | undefined): void;
  extraInfo(group: string): { name: string; value: Record<string, unknown> }[];
  /** What an editor of Extra Info changed and has not posted yet. */
  extraInfoDrafts: ExtraInfoDrafts;
  /** Adds a content or replaces the one with that title, from the next message on. @throws Error saying what is wrong. */
  setContent(content: ContentInput): void;
  /** False when there is none with the old title. @throws Error saying what is wrong. */
  renameContent(from: string, to: string): boolean;
  removeContent(title: string): boolean;
  setKnowledge(knowledge: KnowledgeInput): void;
  /** Back to the knowledge of the start. */
  resetKnowledge(): void;
  knowledge(): KnowledgeSource;
  /** Tracking events that were accepted, oldest first. */
  events(filter?: { type?: string; sessionId?: string }): TrackedEvent[];
  sessions(): SessionListing[];
  settings(): ChatbotSettings;
  /** Changes some of the settings. */
  configure(settings: Partial<ChatbotSettings>): void;
  /** Everything as it was at the start, but for sessions and tokens: they go on. */
  reset(): void;
};

export const CHATBOT_SECRETS = {
  headers: ['x-inbenta-key', 'authorization', 'x-inbenta-session'],
  fields: ['secret', 'accessToken', 'sessionToken'],
};

/** Faults, latency and journal of this simulator. */
export function createChatbotSteering(options: {
  now: () => number;
  journal: boolean;
  capacity?: number;
  onFinish?: (entry: JournalEntry) => void;
}): SimulatorControl {
  const { now, journal: recording, capacity, onFinish } = options;
  return {
    faults: createFaultQueue(),
    latency: createLatency(),
    journal: createJournal({ secrets: CHATBOT_SECRETS, now, recording, capacity, onFinish }),
  };
}

export function createChatbotControl(
  steering: SimulatorControl,
  service: ChatbotService,
  knowledgeBase: KnowledgeBase,
): ChatbotControl {
  const { sessions, tokens, tracking, extraInfo, settings: initialSettings } = service;
  const extraInfoDrafts = createExtraInfoDrafts(extraInfo);
  return {
    ...steering,
    expireAccessTokens: tokens.expireAll,
    expireSessions: sessions.expire,
    rejectKey: (rejected) => {
      service.keyRejected = rejected;
    },
    setExtraInfo: extraInfo.set,
    extraInfo: (group) => extraInfo.find(group),
    extraInfoDrafts,
    setContent: knowledgeBase.setContent,
    renameContent: knowledgeBase.renameContent,
    removeContent: knowledgeBase.removeContent,
    setKnowledge: knowledgeBase.replace,
    resetKnowledge: knowledgeBase.reset,
    knowledge: knowledgeBase.source,
    events: tracking.list,
    sessions: () => sessions.list().map(sessionToListing),
    settings: () => service.settings,
    configure: (changed) => {
      service.settings = settingsSchema.parse({ ...service.settings, ...changed });
    },
    reset() {
      steering.faults.clear();
      steering.latency.clear();
      steering.journal.clear();
      knowledgeBase.reset();
      extraInfo.reset();
      extraInfoDrafts.reset();
      tracking.clear();
      service.keyRejected = false;
      service.settings = initialSettings;
    },
  };
}

function sessionToListing({
  conversation,
  createdAt,
  lastUsedAt,
}: ReturnType<ChatbotService['sessions']['list']>[number]): SessionListing {
  const { sessionId, options, environment, userType, source, variables } = conversation;
  const { lang } = options;
  return {
    sessionId,
    lang,
    environment,
    userType,
    source,
    createdAt,
    lastUsedAt,
    variables: Object.fromEntries(variables),
  };
}
