import type { OutgoingCall } from './call-log.ts';
import type { EventSpan } from './event-span.ts';
import type { IncomingWebhook } from './incoming.ts';
import { asMap } from './label-call.ts';

/** A turn's last call may reach a simulator's clock a little after the turn's end was stamped. */
const SLACK_MS = 25;

/** Where the calls and webhooks belong that carry no event's id. */
export interface SpanIndex {
  /** @param userId whose call it is, where that is known */
  ofCall(call: OutgoingCall, userId: string | undefined): EventSpan | undefined;
  /** A webhook may tell of several messages, each of them an event. */
  ofWebhook(webhook: IncomingWebhook, userId: string | undefined): EventSpan[];
}

export function createSpanIndex(spans: readonly EventSpan[]): SpanIndex {
  const byOrigin = new Map(spans.map((span) => [span.event.origin, span]));
  const byMessage = new Map(spans.map((span) => [messageIdOf(span), span]));
  // ExtraInfo is read for no turn, unless an operator asked for just that.
  const readings = spans.filter(({ event }) => asMap(event.payload).action === 'refresh-extra-info');
  const byUser = new Map<string, EventSpan[]>();
  for (const span of spans) {
    const own = byUser.get(span.userId ?? '');
    if (own === undefined) byUser.set(span.userId ?? '', [span]);
    else own.push(span);
  }

  /** Of several that ran at the time: none, since a wrong one would be worse. */
  function theOnlyOne(candidates: readonly EventSpan[], at: number): EventSpan | undefined {
    const running = candidates.filter(({ start, end }) => start <= at && at <= end);
    return running.length === 1 ? running[0] : undefined;
  }

  function ofUser(userId: string, at: number): EventSpan | undefined {
    const begun = byUser.get(userId)?.findLast(({ start }) => start <= at);
    return begun !== undefined && at <= begun.end + SLACK_MS ? begun : undefined;
  }

  return {
    ofCall({ hints, isLoose, endpoint, at }, userId) {
      if (hints.eventId !== undefined) return byOrigin.get(hints.eventId);
      if (endpoint === 'data') return theOnlyOne(readings, at);
      if (isLoose) return undefined;
      return userId === undefined ? theOnlyOne(spans, at) : ofUser(userId, at);
    },
    ofWebhook(webhook, userId) {
      const told = webhook.messageIds.flatMap((id) => byMessage.get(id) ?? []);
      if (told.length > 0) return told;
      const own = (byUser.get(userId ?? '') ?? []).find((span) => receivedWith(span, webhook));
      return own === undefined ? [] : [own];
    },
  };
}

/** Whether an event without a message's id was received while this webhook was being answered. */
function receivedWith({ event }: EventSpan, { from, entries }: IncomingWebhook): boolean {
  const isFromDesk = event.kind === 'desk' || event.kind === 'desk-lookup';
  if (isFromDesk !== (from === 'hyperchat')) return false;
  return entries.some(
    ({ at, durationMs = 0 }) => at - 1 <= event.receivedAt && event.receivedAt <= at + durationMs + 1,
  );
}

function messageIdOf({ event }: EventSpan): string {
  const { messageId } = event.payload as { messageId?: string };
  return messageId ?? `none of event ${event.id}`;
}
