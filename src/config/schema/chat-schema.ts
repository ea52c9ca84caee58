import type { z } from 'zod';
import { anything, flag, language, listOf, mapWith, oneOf, text, timeZone, url, wholeNumber } from '../field-types.ts';
import { isMap, valueAt } from '../values.ts';
import { timetableSchema } from './timetable-schema.ts';

/** Keys of `chat` that old configurations may hold and nothing reads yet. */
export const chatKeysWithoutEffect = ['queue', 'survey'] as const;

const chatKeys = mapWith({
  enabled: flag(),
  version: oneOf(['1']),
  appId: text().optional(),
  secret: text().optional(),
  roomId: wholeNumber(1),
  lang: language().optional(),
  source: wholeNumber(1),
  guestName: text().optional(),
  guestContact: text().optional(),
  region: oneOf(['eu', 'us']),
  regionServer: text().optional(),
  server: url({ weAdd: '/v1' }).optional(),
  server_port: wholeNumber(1, 65_535).optional(),
  webhook_secrets: listOf(text(), 'a list of secrets'),
  webhook_verification: oneOf(['required', 'off']),
  signature_over: oneOf(['body', 'data']),
  rejected_event: text(),
  exitQueueCommand: text().optional(),
  closeCommand: text().optional(),
  workTimeTableActive: flag(),
  timezoneWorkingHours: timeZone().optional(),
  timetable: timetableSchema,
  queue: anything().optional(),
  survey: anything().optional(),
});

/** Runs also when other keys are wrong, so that all mistakes are told at once. */
const always = { when: () => true };

const isOn = (chat: unknown, key: string) => isMap(chat) && chat[key] === true;
const isSet = (chat: unknown, key: string) => valueAt(chat, [key]).value !== undefined;

const chatMap = chatKeys
  .refine((chat) => !isOn(chat, 'enabled') || isSet(chat, 'appId'), {
    ...always,
    path: ['appId'],
    error: 'must be set when chat.enabled is true',
  })
  .refine((chat) => !isOn(chat, 'enabled') || isSet(chat, 'secret'), {
    ...always,
    path: ['secret'],
    error: 'must be set when chat.enabled is true',
  })
  .refine((chat) => !isOn(chat, 'workTimeTableActive') || isSet(chat, 'timezoneWorkingHours'), {
    ...always,
    path: ['timezoneWorkingHours'],
    error: 'must be set when chat.workTimeTableActive is true: a time zone such as Europe/Madrid',
  });

/** `chat.yaml`: the desk and its agents, and when the bot offers one. */
export const chatSchema = mapWith({
  chat: chatMap,
  triesBeforeEscalation: wholeNumber(0),
  negativeRatingsBeforeEscalation: wholeNumber(0),
});

export type ChatFile = z.infer<typeof chatSchema>;
export type ChatConfig = ChatFile['chat'];
