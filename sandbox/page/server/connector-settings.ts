import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { mergeDeeply } from '../../run/merge-deeply.ts';
import type { ConfChanges } from '../../run/write-conf.ts';
import type { ConnectorSettings, ConnectorSettingsChange } from '../protocol/page-protocol.ts';

const DEFAULTS = fileURLToPath(new URL('../../../conf/default', import.meta.url));

const hours = z.array(z.string());
const timetableSchema = z.object({
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
  saturday: hours,
  sunday: hours,
});
const chatSchema = z.object({
  enabled: z.boolean(),
  workTimeTableActive: z.boolean(),
  timezoneWorkingHours: z.string(),
  timetable: timetableSchema,
  exitQueueCommand: z.string(),
  closeCommand: z.string(),
});

/** Only what the values are made of: whether they make sense is for the connector to say. */
export const settingsChangeSchema: z.ZodType<ConnectorSettingsChange> = z
  .strictObject({
    chat: chatSchema.extend({ timetable: timetableSchema.partial().strict() }).partial().strict(),
    triesBeforeEscalation: z.number(),
    negativeRatingsBeforeEscalation: z.number(),
    content_ratings: z.strictObject({ enabled: z.boolean() }),
    lang: z.string(),
  })
  .partial();

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
  return mergeDeeply(readMap(join(DEFAULTS, file)), readMap(join(confDir, 'custom', file)));
}

function readMap(file: string): Record<string, unknown> {
  const read: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
  return isMap(read) ? read : {};
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
