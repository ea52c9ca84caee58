import { z } from 'zod';
import { asNumber } from '../../net/loose-json.ts';
import { readId } from './wire.ts';

/** Whatever stands there, or nothing. */
const anything = z.unknown().optional();

/** What others write is taken as loosely as it can be understood: a value, or why there is none. */
function loose<T>(read: (value: unknown) => T | undefined, expected: string) {
  return anything.transform((value, context): T => {
    const result = read(value);
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message: `is not ${expected}` });
    return z.NEVER;
  });
}

const id = loose(readId, 'an id');
const optionalText = z.string().optional().catch(undefined);

/**
 * Seconds since 1970 (HyperChat docs: a unix time). The unit is documented nowhere, so milliseconds are told by their
 * size, and a date in words is read, too; what cannot be read is left out.
 */
const time = anything.transform((value) => {
  const number = asNumber(value) ?? dateToSeconds(value);
  if (number === undefined || number <= 0) return undefined;
  return number > 100_000_000_000 ? number / 1000 : number;
});

const date = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** Without a zone it is UTC, like the other times of these services. */
function dateToSeconds(value: unknown): number | undefined {
  const [, day, clock, zone = 'Z'] = (typeof value === 'string' && date.exec(value.trim())) || [];
  if (day === undefined || clock === undefined) return undefined;
  const ms = Date.parse(`${day}T${clock.replace(',', '.')}${/^(z|utc)$/i.test(zone) ? 'Z' : zone}`);
  return Number.isNaN(ms) ? undefined : ms / 1000;
}

/** No place in the queue is told. */
export const NOWHERE = 'nowhere';

/** Left out, or written as nothing. */
const missing = (value: unknown) => value === undefined || value === null || value === '';

/** The frame of every event (HyperChat docs: webhook events). */
export const envelope = z.object({ trigger: z.string(), created_at: time, data: anything });

const chat = z.object({ chatId: id });

export const aloneData = chat;

/** `invitations:accept`, `chats:leave`. */
export const memberData = chat.extend({ userId: id });

export const activityData = memberData.extend({ type: z.string() });

export const closeData = chat.extend({
  /** Missing means the same as `system`: nobody is named. */
  userId: id.optional().catch(undefined),
  extraData: z.object({ reason: optionalText }).optional().catch(undefined),
});

/** Without a place in the queue it says nothing; the key may be missing, or everything around it. */
export const queueData = chat.extend({
  data: z
    .object({ queuePosition: loose((value) => (missing(value) ? NOWHERE : asNumber(value)), 'a number') })
    .nullish(),
});

/** The chat of a message is named by the message itself, and by `data` in other versions of the API. */
export const messageData = z
  .object({
    chatId: anything,
    message: z.object({
      id: id.optional().catch(undefined),
      chat: anything,
      sender: id,
      type: optionalText,
      message: anything,
      created: time,
    }),
  })
  .transform(({ chatId, message }, context) => {
    const found = readId(chatId) ?? readId(message.chat);
    if (found !== undefined) return { chatId: found, message };
    context.addIssue({ code: 'custom', message: 'names no chat', path: ['message', 'chat'] });
    return z.NEVER;
  });

export const mediaContent = z.object({ url: z.string().min(1), type: optionalText, name: optionalText });

export const choicesContent = z.object({
  message: z.string().catch(''),
  options: z.array(z.object({ label: z.string() })).catch([]),
});
