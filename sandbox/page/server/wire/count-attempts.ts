import type { OutgoingCall } from './call-log.ts';
import type { EventSpan } from './event-span.ts';

/** Numbers the attempts at one thing: the same call of a turn again, after one that did not work. */
export function createAttemptCounter(): (call: OutgoingCall, span: EventSpan | undefined) => number | undefined {
  const failures = new Map<EventSpan | undefined, Map<string, number>>();
  return ({ sameAs, status }, span) => {
    const ofTurn = failures.get(span) ?? new Map<string, number>();
    failures.set(span, ofTurn);
    const before = ofTurn.get(sameAs) ?? 0;
    const isFailure = status === 0 || (status ?? 200) >= 400;
    ofTurn.set(sameAs, isFailure ? before + 1 : 0);
    return before === 0 ? undefined : before + 1;
  };
}
