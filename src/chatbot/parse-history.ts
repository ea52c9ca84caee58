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

/** Reads `GET /conversation/history`: its lines in order, without the empty ones. */
export function parseHistory(lines: readonly unknown[]): BotHistoryEntry[] {
  const parsed: BotHistoryEntry[] = [];
  for (const entry of lines) {
    const line = asRecord(entry);
    const message = asText(line?.message) ?? asList(line?.messageList).map(asText).filter(Boolean).join('\n');
    if (line === undefined || message === '') continue;
    parsed.push({ from: line.user === 'user' ? 'user' : 'bot', message, at: historyTimeToMs(line.datetime) });
  }
  return parsed;
}
