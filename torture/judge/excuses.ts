import type { Call } from '../call-log.ts';
import { type CallFacts, createCallFacts } from './call-facts.ts';
import { clockTime, type Evidence } from './evidence.ts';

/** Whether a repeat is one that the product's description allows. */
export interface Excuse {
  /**
   * - `in flight`: a call that was under way at a kill, and that no look-up could see
   * - `failed call`: tracking is tried twice, whatever the failure
   * - `look-up failed`: a question whose fate nobody could find out is asked again
   */
  kind: 'none' | 'in flight' | 'failed call' | 'look-up failed';
  because: string;
}

/** Judges repeats by section 8 of the product's description. */
export function createExcuses(evidence: Evidence) {
  const facts = createCallFacts(evidence);
  return {
    of(call: Call, again: Call): Excuse {
      if (call.endpoint === 'tracking') return ofTracking(facts, call, again);
      return afterFailedLookUp(facts, call, again) ?? ofCall(facts, call, again);
    },
  };
}

const UNINTERRUPTED: Excuse = { kind: 'none', because: 'nothing interrupted the first call' };

/** Tracking has no look-up. */
function ofTracking(facts: CallFacts, call: Call, again: Call): Excuse {
  const failed = facts.unanswered(call);
  if (failed !== undefined) return { kind: 'failed call', because: failed };
  const stopped = facts.interruptionOf(call, again);
  if (stopped === undefined) return UNINTERRUPTED;
  return overtaken(facts, call, stopped) ?? { kind: 'in flight', because: `interrupted at ${clockTime(stopped)}` };
}

/** "If the look-up fails a plain text is asked again"; a message to a user is not sent again. */
function afterFailedLookUp(facts: CallFacts, call: Call, again: Call): Excuse | undefined {
  const failed = facts.unanswered(call);
  if (call.service !== 'chatbot' || failed === undefined) return undefined;
  const looks = facts.lookUpsBefore(again, call.endedAt);
  if (looks.length === 0 || looks.some(({ status }) => status === 200)) return undefined;
  return { kind: 'look-up failed', because: `${failed}, and the look-up failed, too` };
}

function ofCall(facts: CallFacts, call: Call, again: Call): Excuse {
  const stopped = facts.interruptionOf(call, again);
  if (stopped === undefined) return UNINTERRUPTED;
  const late = overtaken(facts, call, stopped);
  if (late !== undefined) return late;
  const because = `interrupted at ${clockTime(stopped)}`;
  const looks = facts.lookUpsBefore(again, stopped);
  if (looks.length === 0) return { kind: 'none', because: `${because}, and nobody looked for it` };
  const sawIt = looks.find(
    ({ status, effectAt }) => status === 200 && effectAt !== undefined && effectAt >= call.effectAt!,
  );
  return sawIt === undefined
    ? { kind: 'in flight', because: `${because}, before the look-up could see it` }
    : { kind: 'none', because: `${because}, but the look-up at ${clockTime(sawIt.at)} could see it` };
}

function overtaken(facts: CallFacts, call: Call, stopped: number): Excuse | undefined {
  const next = facts.wentOn(call, stopped);
  if (next === undefined) return undefined;
  const { service, endpoint, at } = next;
  return { kind: 'none', because: `its turn had gone on to ${service} ${endpoint} at ${clockTime(at)}` };
}
