import type { WireEntry, WireTurn } from '../../protocol/page-protocol.ts';
import { verdictOf } from './judge-call.ts';

/** From here on a turn or a call is slow, milliseconds. */
export const SLOW_MS = 1000;

export interface TurnFilter {
  only?: 'failed' | 'slow' | undefined;
  /** Words that a turn has to have in it somewhere. */
  text?: string | undefined;
}

/** The turns that fit. @param nameOf what the page calls a user @param now milliseconds since 1970 */
export function filterTurns(
  turns: readonly WireTurn[],
  { only, text = '' }: TurnFilter,
  nameOf: (userId: string) => string | undefined,
  now: number,
): WireTurn[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return turns.filter(
    (turn) =>
      (only !== 'failed' || hasFailed(turn)) &&
      (only !== 'slow' || isSlow(turn, now)) &&
      (words.length === 0 || hasWords(turn, words, turn.userId && nameOf(turn.userId))),
  );
}

/** A call of it failed, although the turn may have gone well in the end; or it was given up. */
export function hasFailed({ state, entries }: WireTurn): boolean {
  return state === 'parked' || state === 'undeliverable' || entries.some(isFailed);
}

function isFailed(entry: WireEntry): boolean {
  return entry.what === 'call' && ['refused', 'cut'].includes(verdictOf(entry));
}

/** It took a second or longer, or one of its calls did; what is under way counts as it is now. */
export function isSlow({ startedAt, durationMs, entries }: WireTurn, now: number): boolean {
  if ((durationMs ?? now - startedAt) >= SLOW_MS) return true;
  return entries.some((entry) => entry.what === 'call' && (entry.durationMs ?? now - entry.at) >= SLOW_MS);
}

function hasWords(turn: WireTurn, words: readonly string[], name: string | undefined): boolean {
  const said = [turn.title, turn.reason, name, turn.state, ...turn.entries.flatMap(entryToTexts)]
    .join('\n')
    .toLowerCase();
  return words.every((word) => said.includes(word));
}

function entryToTexts(entry: WireEntry): (string | undefined)[] {
  if (entry.what === 'step') return [entry.name, JSON.stringify(entry.result)];
  const { label, summary, method, path, status, fault } = entry;
  return [label, summary, `${method} ${path}`, status === undefined ? undefined : String(status), fault];
}
