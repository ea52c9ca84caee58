import { createChatbotClient } from '../chatbot/chatbot-client.ts';
import { createExtraInfoCache, type ExtraInfoCache } from '../chatbot/extra-info-cache.ts';
import type { EnvironmentConfig } from '../config/environment-config.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { areCommandsAllowed } from '../config/schema/server-schema.ts';
import type { Clock } from '../core/clock.ts';
import type { AgentDesk } from '../desk/agent-desk.ts';
import { createHyperChatClient } from '../desk/hyperchat/client.ts';
import type { Hooks } from '../flow/hooks.ts';
import type { ChatSettings, Deliveries, FlowSettings, World } from '../flow/world.ts';
import type { GuardedFetch } from '../net/guarded-fetch.ts';
import type { HttpClient } from '../net/http-client.ts';
import { channelLimits } from '../smooch/channels.ts';
import { createSmoochV1Client, type SmoochV1Client } from '../smooch/v1/client.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';
import { createLabels, createTranslationWarnings } from './create-labels.ts';
import { createSecretFilter } from './secret-filter.ts';
import { createSmoochCredentials } from './smooch-credentials.ts';

export interface WorldOptions {
  configuration: LoadedConfig;
  http: HttpClient;
  /** Downloads what users and agents sent. */
  files: GuardedFetch;
  store: Store;
  deliveries: Deliveries;
  clock: Clock;
  log: Logger;
  hooks: Hooks;
  /** In place of HyperChat. */
  desk?: AgentDesk;
}

/** One environment, connected: what turns work with, and what intake and the command line need of it. */
export interface ConnectedWorld extends World {
  smooch: SmoochV1Client;
  extraInfo: ExtraInfoCache;
}

/** Connects one environment's configuration with the services. Nothing is called yet. */
export function createWorld(options: WorldOptions, environment: EnvironmentConfig): ConnectedWorld {
  const log = options.log.child({ environment: environment.name });
  const bot = createBot(options, environment, log);
  const extraInfo = createExtraInfo(options, environment, bot, log);
  const smooch = createSmooch(options, environment, extraInfo, log);
  return {
    bot,
    channel: smooch,
    desk: createDesk(options, environment, log),
    fetchMedia: (url, called) => options.files.fetch({ url, called }),
    withoutSecrets: createSecretFilter(options.configuration, () => extraInfo.current()),
    smooch,
    extraInfo,
    settings: flowSettings(options.configuration, environment),
    limits: (channel) => channelLimits(channel, environment.smooch.channels),
    ...createLabels(environment, () => extraInfo.current().translations),
    ready: () => extraInfo.ready(),
    refreshExtraInfo: async () => void (await extraInfo.refresh()),
    deliveries: options.deliveries,
    hooks: options.hooks,
    custom: environment.custom,
  };
}

function createBot({ configuration, http, clock }: WorldOptions, environment: EnvironmentConfig, log: Logger) {
  const { timeouts } = configuration.server;
  const { api, conversation } = environment;
  return createChatbotClient({
    http,
    clock,
    authUrl: api.url,
    key: api.key,
    secret: api.secret,
    environment: environment.name,
    userType: conversation.user_type,
    source: conversation.source,
    conversation: conversation.default,
    timeouts: { botMs: timeouts.bot_ms, otherMs: timeouts.other_ms },
    onWarning: (message) => log.warn(message),
  });
}

const EXTRA_INFO_GROUP = 'smooch';

function createExtraInfo(
  { store, clock }: WorldOptions,
  environment: EnvironmentConfig,
  bot: ReturnType<typeof createBot>,
  log: Logger,
): ExtraInfoCache {
  const warnAboutLabels = createTranslationWarnings(environment, (message) => log.warn(message));
  return createExtraInfoCache({
    clock,
    fetch: async () => {
      const fetched = await bot.fetchExtraInfo(EXTRA_INFO_GROUP);
      warnAboutLabels(fetched);
      return fetched;
    },
    keeper: {
      read: async () => store.get('extra-info', environment.name),
      write: (value) => store.put('extra-info', environment.name, value),
      shared: store.claims !== undefined,
    },
    onFailure: (error) => log.warn(`ExtraInfo could not be read: ${error instanceof Error ? error.message : error}`),
  });
}

function createSmooch(options: WorldOptions, environment: EnvironmentConfig, extraInfo: ExtraInfoCache, log: Logger) {
  const { timeouts } = options.configuration.server;
  return createSmoochV1Client({
    http: options.http,
    clock: options.clock,
    url: environment.smooch.url,
    credentials: createSmoochCredentials({
      environment: environment.name,
      configured: environment.smooch.app_tokens,
      extraInfo,
      warn: (message) => log.error(message),
    }),
    timeouts: { smoochMs: timeouts.smooch_ms, mediaMs: timeouts.media_ms },
  });
}

function createDesk(
  { configuration, http, files, clock, desk }: WorldOptions,
  { chat }: EnvironmentConfig,
  log: Logger,
): AgentDesk | undefined {
  if (!chat.enabled || chat.appId === undefined || chat.secret === undefined) return undefined;
  if (desk !== undefined) return desk;
  const { timeouts } = configuration.server;
  return createHyperChatClient({
    http,
    files,
    clock,
    server: chat.server,
    region: chat.region,
    server_port: chat.server_port,
    appId: chat.appId,
    secret: chat.secret,
    timeouts: { otherMs: timeouts.other_ms, mediaMs: timeouts.media_ms },
    onWarning: (message) => log.warn(message),
  });
}

function flowSettings(configuration: LoadedConfig, environment: EnvironmentConfig): FlowSettings {
  const { conversation, smooch, name } = environment;
  return {
    environment: name,
    lang: conversation.default.lang,
    digester: conversation.digester,
    sideBubbleAttributes: conversation.default.answers.sideBubbleAttributes,
    ratings: conversation.content_ratings,
    missDirectCalls: conversation.miss_direct_calls,
    commandsAllowed: areCommandsAllowed(configuration.server.commands, name),
    mediaPauseMs: smooch.media_pause_ms,
    chat: chatSettings(environment),
  };
}

function chatSettings(environment: EnvironmentConfig): ChatSettings | undefined {
  const { chat, conversation, triesBeforeEscalation, negativeRatingsBeforeEscalation } = environment;
  if (!chat.enabled || chat.appId === undefined) return undefined;
  return {
    appId: chat.appId,
    roomId: chat.roomId,
    source: chat.source,
    lang: chat.lang ?? conversation.default.lang,
    region: chat.regionServer ?? chat.region,
    guestName: chat.guestName,
    guestContact: chat.guestContact,
    exitQueueCommand: chat.exitQueueCommand,
    closeCommand: chat.closeCommand,
    rejectedEvent: chat.rejected_event,
    hours: { active: chat.workTimeTableActive, timeZone: chat.timezoneWorkingHours, timetable: chat.timetable },
    triesBeforeEscalation,
    negativeRatingsBeforeEscalation,
  };
}
