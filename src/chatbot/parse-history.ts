import { asList, asRecord, asText } from '../net/loose-json.ts';
import type { BotHistoryEntry } from './wire.ts';

const zone = /(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i;
const plain = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(:\d\d(\.\d+)?)?)$/;

/**
 * A time of the bot's record. It names no zone and is UTC (Inbenta docs: conversation history).
 *
 * @returns milliseconds since 1970; undefined when it cannot be read
 */
export function historyTimeToMs(value: unknown): number | undefined {
  const text = asText(value)?.trim();
  if (text === undefined) return undefined;
  if (/^\d{9,}$/.test(text)) return text.length > 11 ? Number(text) : Number(text) * 1000;
  const iso = plain.exec(text);
  const ms = Date.parse(iso ? `${iso[1]}T${iso[2]}Z` : zone.test(text) ? text : `${text} UTC`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Reads `GET /conversation/history`: its lines in order, without the empty ones; one entry per bubble of the bot. */
export function parseHistory(lines: readonly unknown[]): BotHistoryEntry[] {
  return lines.flatMap((entry) => {
    const line = asRecord(entry);
    if (line === undefined) return [];
    // Instances call the user by other names, too; the bot is always the bot.
    const from = line.user === 'bot' ? 'bot' : 'user';
    const at = historyTimeToMs(line.datetime);
    return lineToTexts(line, from).map((message): BotHistoryEntry => ({ from, message, at }));
  });
}

/** What a user said is one text; a bot's answer of several bubbles is as many, as it was when it was given. */
function lineToTexts(line: Record<string, unknown>, from: 'user' | 'bot'): string[] {
  const bubbles = asList(line.messageList).flatMap((bubble) => asText(bubble) ?? []);
  if (from === 'bot' && bubbles.length > 1) return bubbles;
  return [asText(line.message) ?? bubbles.join('\n')].filter((text) => text !== '');
}
