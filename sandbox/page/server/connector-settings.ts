import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ConfChanges } from '../../run/write-conf.ts';
import type { ConnectorSettings } from '../protocol/page-protocol.ts';

const DEFAULTS = fileURLToPath(new URL('../../../conf/default', import.meta.url));

const chatSchema = z.object({
  enabled: z.boolean(),
  workTimeTableActive: z.boolean(),
  exitQueueCommand: z.string(),
  closeCommand: z.string(),
});

/** Only what the values are made of: whether they make sense is for the connector to say. */
export const connectorSettingsSchema: z.ZodType<ConnectorSettings> = z.strictObject({
  chat: chatSchema.strict(),
  triesBeforeEscalation: z.number(),
  negativeRatingsBeforeEscalation: z.number(),
  content_ratings: z.strictObject({ enabled: z.boolean() }),
  lang: z.string(),
});

const chatFileSchema = z.object({
  chat: chatSchema,
  triesBeforeEscalation: z.number(),
  negativeRatingsBeforeEscalation: z.number(),
});
const conversationFileSchema = z.object({
  content_ratings: z.object({ enabled: z.boolean() }),
  default: z.object({ lang: z.string() }),
});

/** What is in force with the configuration in a folder: its own values over the shipped defaults. */
export function readConnectorSettings(confDir: string): ConnectorSettings {
  const { chat, ...escalation } = chatFileSchema.parse(readLayers(confDir, 'chat.yaml'));
  const conversation = conversationFileSchema.parse(readLayers(confDir, 'conversation.yaml'));
  return { chat, ...escalation, content_ratings: conversation.content_ratings, lang: conversation.default.lang };
}

/** The ratings a user can choose from, as they are in force. */
export type ConnectorRatings = { id: string | number; label: string }[];

const ratingsSchema = z.object({
  content_ratings: z.object({
    ratings: z.array(z.object({ id: z.union([z.string(), z.number()]), label: z.string() })),
  }),
});

export function readConnectorRatings(confDir: string): ConnectorRatings {
  return ratingsSchema.parse(readLayers(confDir, 'conversation.yaml')).content_ratings.ratings;
}

/** The files in which these settings stand. */
export function settingsToConf({ chat, content_ratings, lang, ...escalation }: ConnectorSettings): ConfChanges {
  return {
    'custom/chat.yaml': { chat, ...escalation },
    'custom/conversation.yaml': { content_ratings, default: { lang } },
  };
}

function readLayers(confDir: string, file: string): unknown {
  const [defaults, custom] = [join(DEFAULTS, file), join(confDir, 'custom', file)].map(readMap);
  // One level down is deep enough for what is read here.
  const keys = new Set([...Object.keys(defaults ?? {}), ...Object.keys(custom ?? {})]);
  return Object.fromEntries(Array.from(keys, (key) => [key, layered(defaults?.[key], custom?.[key])]));
}

function layered(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  return isMap(below) && isMap(above) ? { ...below, ...above } : above;
}

function readMap(file: string): Record<string, unknown> {
  const read: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
  return isMap(read) ? read : {};
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
