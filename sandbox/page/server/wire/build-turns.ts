import type { WireEntry, WireTurn } from '../../protocol/page-protocol.ts';
import type { OutgoingCall } from './call-log.ts';
import type { ConnectorRecord, RecordedEvent } from './connector-record.ts';
import { createAttemptCounter } from './count-attempts.ts';
import { countLastFailures } from './count-last-failures.ts';
import { type EventSpan, eventsToSpans } from './event-span.ts';
import { eventTitle } from './event-title.ts';
import { createSpanIndex } from './find-span.ts';
import type { IncomingWebhook } from './incoming.ts';
import { asMap } from './label-call.ts';
import { type LooseEntry, looseToTurns } from './loose-turns.ts';

export interface TurnParts {
  /** The oldest first. */
  events: readonly RecordedEvent[];
  /** Since the oldest event, the oldest first. */
  calls: readonly OutgoingCall[];
  webhooks: readonly IncomingWebhook[];
  record: Pick<ConnectorRecord, 'chatUser' | 'botSessions'>;
  /** Whose desk account it is: desk user -> Smooch user. */
  deskUsers: ReadonlyMap<string, string>;
  steps(event: RecordedEvent): WireEntry[];
  now: number;
}

/** Puts everything that happened into the turns it belongs to; the newest turn first. */
export function buildTurns(parts: TurnParts): WireTurn[] {
  const spans = eventsToSpans(parts.events).filter(isShown(parts.events));
  const index = createSpanIndex(spans);
  const owner = createOwners(parts);
  const bySpan = new Map<EventSpan, WireEntry[]>(spans.map((span) => [span, []]));
  const loose: LooseEntry[] = [];
  const sentBy = new Map<string, EventSpan>();
  const attemptOf = createAttemptCounter();

  for (const call of parts.calls) {
    const userId = owner.ofCall(call);
    const span = index.ofCall(call, userId);
    if (span !== undefined && call.hints.messageId !== undefined) sentBy.set(call.hints.messageId, span);
    const entry = callToEntry(call, attemptOf(call, span));
    if (span === undefined) loose.push({ userId, entry });
    else bySpan.get(span)?.push(entry);
  }
  for (const webhook of parts.webhooks) {
    const userId = webhook.userId ?? owner.ofChat(webhook.chatId);
    const isAboutOurs = webhook.trigger.startsWith('message:delivery');
    const found = isAboutOurs
      ? webhook.messageIds.flatMap((id) => sentBy.get(id) ?? [])
      : index.ofWebhook(webhook, userId);
    if (found.length === 0) loose.push(...webhook.entries.map((entry) => ({ userId, entry })));
    for (const span of found) bySpan.get(span)?.push(...webhook.entries);
  }
  const sent = Map.groupBy(sentBy.keys(), (messageId) => sentBy.get(messageId)!);
  const turns = spans.map((span) => {
    const turn = spanToTurn(span, bySpan.get(span) ?? [], parts);
    return { ...turn, messageIds: [...receivedIn(span), ...(sent.get(span) ?? [])] };
  });
  return [...turns, ...looseToTurns(loose)].sort((a, b) => b.startedAt - a.startedAt);
}

/** The search for a chat's conversation is only shown when it led nowhere: its event goes on in the conversation. */
function isShown(events: readonly RecordedEvent[]): (span: EventSpan) => boolean {
  const moved = new Set(events.flatMap(({ kind, receivedAt }) => (kind === 'desk' ? [receivedAt] : [])));
  return ({ event }) => !(event.kind === 'desk-lookup' && event.state === 'done' && moved.has(event.receivedAt));
}

function createOwners({ record, deskUsers }: TurnParts) {
  const sessions = record.botSessions();
  const chats = new Map<string, string | undefined>();
  function ofChat(chatId: string | undefined): string | undefined {
    if (chatId === undefined) return undefined;
    if (!chats.has(chatId)) chats.set(chatId, record.chatUser(chatId));
    return chats.get(chatId);
  }
  return {
    ofChat,
    ofCall: ({ hints }: OutgoingCall): string | undefined =>
      hints.userId ??
      sessions.get(hints.botSession ?? '') ??
      deskUsers.get(hints.deskUser ?? '') ??
      ofChat(hints.chatId),
  };
}

function callToEntry(call: OutgoingCall, attempt: number | undefined): WireEntry {
  const { id, label, method, path, at, durationMs, status, fault, summary, system } = call;
  const about = { label, method, path, at, durationMs, status, fault, attempt, summary };
  return { what: 'call', id, from: 'connector', to: system, ...about };
}

/** The user's message that it began with, where there is one: the press of a button is none. */
function receivedIn({ event }: EventSpan): string[] {
  const { messageId } = asMap(event.payload);
  return typeof messageId === 'string' ? [messageId] : [];
}

function spanToTurn(span: EventSpan, calls: WireEntry[], { steps, now }: TurnParts): Omit<WireTurn, 'messageIds'> {
  const { event, userId, start, end } = span;
  const entries = [...calls, ...steps(event)].sort(inOrder);
  return {
    id: String(event.id),
    userId,
    kind: event.kind === 'desk-lookup' ? 'desk' : event.kind,
    title: eventTitle(event),
    state: stateOf(span, now),
    reason: event.reason ?? waitsFor(event, entries, now),
    startedAt: Math.min(event.receivedAt, entries[0]?.at ?? event.receivedAt),
    durationMs: Number.isFinite(end) ? Math.max(0, end - start) : undefined,
    entries,
    canReplay:
      event.state === 'parked' || event.state === 'undeliverable' || (event.kind === 'user' && event.state === 'done'),
  };
}

/** A step is written down after the call that it was. */
function inOrder(a: WireEntry, b: WireEntry): number {
  return a.at - b.at || Number(a.what === 'step') - Number(b.what === 'step');
}

function stateOf({ event, start }: EventSpan, now: number): WireTurn['state'] {
  if (event.state !== 'waiting') return event.state;
  return event.notBefore > now || !Number.isFinite(start) ? 'waiting' : 'running';
}

function waitsFor(
  { state, notBefore, progress }: RecordedEvent,
  entries: readonly WireEntry[],
  now: number,
): string | undefined {
  if (state !== 'waiting' || notBefore <= now) return undefined;
  const at = new Date(notBefore).toISOString().slice(11, 19);
  const step = progress?.step ?? '';
  if (step === '') return `goes on at ${at} UTC`;
  const failures = countLastFailures(entries);
  const told = failures === 0 ? 'did not work' : failures === 1 ? 'failed once' : `failed ${failures} times`;
  return `“${step}” ${told}, the next attempt is at ${at} UTC`;
}
