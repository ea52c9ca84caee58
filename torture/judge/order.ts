import type { Deed } from '../ledger.ts';
import { clockTime, type Evidence, type Finding, groupBy, type Row } from './evidence.ts';
import { eventOfStep } from './handled.ts';
import { matchEvents } from './match-events.ts';

interface Span {
  deed: Deed;
  /** First and last effect. */
  from: number;
  to: number;
}

/**
 * "If B was sent after A was acknowledged, B is handled after A": every effect of A comes before every effect of B.
 * Not counted are effects that came after the death of who had made the call: nobody could have waited for them.
 */
export function judgeOrder(evidence: Evidence): Row {
  const findings: Finding[] = [];
  let promises = 0;
  for (const spans of spansByUser(evidence).values()) {
    const bySent = spans.toSorted((a, b) => a.deed.sentAt - b.deed.sentAt);
    const byAck = spans
      .filter(({ deed }) => deed.ackedAt !== undefined)
      .sort((a, b) => a.deed.ackedAt! - b.deed.ackedAt!);
    let next = 0;
    let latest: Span | undefined;
    for (const span of bySent) {
      for (; next < byAck.length && byAck[next]!.deed.ackedAt! < span.deed.sentAt; next++) {
        if (latest === undefined || byAck[next]!.to > latest.to) latest = byAck[next];
      }
      if (latest === undefined) continue;
      promises++;
      if (latest.to > span.from) findings.push({ text: describe(latest, span) });
    }
  }
  return { name: `order violations (${promises} pairs compared)`, mustBeZero: true, findings };
}

function describe(before: Span, after: Span): string {
  const { deed: a } = before;
  const { deed: b } = after;
  return `${a.kind} ${a.token} (acknowledged ${clockTime(a.ackedAt)}, effects ${clockTime(before.from)}..${clockTime(before.to)}) and ${b.kind} ${b.token} (sent ${clockTime(b.sentAt)}, effects ${clockTime(after.from)}..${clockTime(after.to)}) of ${b.user}`;
}

function spansByUser(evidence: Evidence): Map<string, Span[]> {
  const matched = matchEvents(evidence);
  const lives = new Map(evidence.lives.map((life) => [life.tag, life]));
  const inTime = evidence.calls.filter(({ effectAt, life }) => {
    const killedAt = lives.get(life)?.killedAt ?? Number.POSITIVE_INFINITY;
    return effectAt !== undefined && effectAt <= killedAt;
  });
  const sends = groupBy(inTime, ({ sent }) => (sent ? eventOfStep(sent.step) : undefined));
  const asks = groupBy(inTime, ({ endpoint, service, token }) =>
    service !== 'smooch' && endpoint === 'message' ? token : undefined,
  );
  const spans = evidence.deeds.flatMap((deed): Span[] => {
    const sent = matched.of(deed).flatMap(({ id }) => sends.get(String(id)) ?? []);
    // An option is asked with the token of the question that offered it: its own answers tell when it was handled.
    const asked =
      deed.kind === 'option' ? [] : (asks.get(deed.token) ?? []).filter(({ key }) => !key?.includes('"option"'));
    const times = [...sent, ...asked].map(({ effectAt }) => effectAt!);
    return times.length === 0 ? [] : [{ deed, from: Math.min(...times), to: Math.max(...times) }];
  });
  return groupBy(
    spans,
    ({ deed }) => `${deed.user} ${deed.kind === 'reply' || deed.kind === 'file' ? 'desk' : 'user'}`,
  );
}
