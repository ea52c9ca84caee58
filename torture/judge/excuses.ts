import type { Call } from '../call-log.ts';
import { clockTime, type Evidence, groupBy } from './evidence.ts';

/** Whether a repeat is one that the product's description allows. */
export interface Excuse {
  kind: 'none' | 'in flight' | 'accepted';
  because: string;
}

/**
 * An answer that came this short before the kill may not have been written down yet. Longer than a commit takes even
 * on a busy machine, shorter than what a call takes in which the next step would be seen.
 */
const UNWRITTEN_MS = 1_000;
/** What a process sent before it was stopped is still read from its socket so much later. */
const STILL_ARRIVING_MS = 250;

/** Judges repeats: section 8 of the product's description allows only calls in flight at a kill, unseen by the look-up. */
export function createExcuses({ calls, lives, outages, deeds }: Evidence) {
  const byTag = new Map(lives.map((life) => [life.tag, life]));
  const userOf = createUserOf(calls, deeds);
  const byLife = groupBy(calls, ({ life }) => life);

  /** When the life that made a call was stopped while the call was under way or had just been answered. */
  function interruptionOf(call: Call, again: Call): number | undefined {
    const { killedAt, pauses = [] } = byTag.get(call.life) ?? {};
    const paused = again.life === call.life ? [] : pauses.map(({ from }) => from);
    const stops = [...(killedAt === undefined ? [] : [killedAt]), ...paused, ...outages.map(({ from }) => from)];
    return stops
      .filter((at) => at >= call.at - STILL_ARRIVING_MS && at - call.endedAt <= UNWRITTEN_MS)
      .sort((a, b) => a - b)[0];
  }

  /** Its answer came while nobody could take it: the call failed without one. */
  function unanswered({ life, at, endedAt, status }: Call): string | undefined {
    if (status === 0 || status >= 400) return `the first call was answered ${status}`;
    const pause = byTag
      .get(life)
      ?.pauses.find(
        ({ from, to }) => from >= at - STILL_ARRIVING_MS && from <= endedAt + STILL_ARRIVING_MS && to > endedAt,
      );
    return pause && `the process was paused at ${clockTime(pause.from)}, before it had the answer`;
  }

  /** The result of a call was written down, or the next step of its conversation would not have begun. */
  function wentOn(call: Call, until: number): Call | undefined {
    const user = userOf(call);
    return byLife
      .get(call.life)
      ?.find((next) => next.at > call.endedAt && next.at < until && user !== undefined && userOf(next) === user);
  }

  /** A look-up after the interruption that could see the first call's effect. */
  function sawIt(call: Call, again: Call, since: number): Call | 'no look-up' | undefined {
    const lookUps = (byLife.get(again.life) ?? []).filter(
      (look) =>
        look.endpoint === 'history' &&
        look.service === call.service &&
        look.session === again.session &&
        look.at >= since &&
        look.endedAt <= again.at,
    );
    if (lookUps.length === 0) return 'no look-up';
    return lookUps.find(
      ({ status, effectAt }) => status === 200 && effectAt !== undefined && effectAt >= call.effectAt!,
    );
  }

  return {
    of(call: Call, again: Call): Excuse {
      const isTracking = call.endpoint === 'tracking';
      const stopped = interruptionOf(call, again);
      const failed = isTracking && stopped === undefined ? unanswered(call) : undefined;
      if (failed !== undefined) return { kind: 'accepted', because: failed };
      if (stopped === undefined) return { kind: 'none', because: 'nothing interrupted the first call' };
      const next = wentOn(call, stopped);
      if (next !== undefined)
        return {
          kind: 'none',
          because: `its turn had gone on to ${next.service} ${next.endpoint} at ${clockTime(next.at)}`,
        };
      const because = `interrupted at ${clockTime(stopped)}`;
      if (isTracking) return { kind: 'in flight', because };
      const look = sawIt(call, again, stopped);
      if (look === 'no look-up') return { kind: 'none', because: `${because}, and nobody looked for it` };
      if (look !== undefined)
        return { kind: 'none', because: `${because}, but the look-up at ${clockTime(look.at)} could see it` };
      return { kind: 'in flight', because: `${because}, before the look-up could see it` };
    },
  };
}

/** The user of a call: sessions of the bot belong to whose token was said in them. */
function createUserOf(calls: readonly Call[], deeds: Evidence['deeds']): (call: Call) => string | undefined {
  const byToken = new Map(deeds.map(({ token, user }) => [token, user]));
  const bySession = new Map<string, string>();
  for (const { service, session, token } of calls) {
    const user = token === undefined ? undefined : byToken.get(token);
    if (service !== 'smooch' && session !== undefined && user !== undefined) bySession.set(session, user);
  }
  return ({ service, session = '' }) => (service === 'smooch' ? session : bySession.get(session));
}
