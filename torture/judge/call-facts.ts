import type { Call } from '../call-log.ts';
import { clockTime, type Evidence, groupBy } from './evidence.ts';

/**
 * An answer that came this short before the kill may not have been written down yet. Longer than a commit takes even
 * on a busy machine, shorter than what a call takes in which the next step would be seen.
 */
const UNWRITTEN_MS = 1_000;
/** What a process sent before it was stopped is still read from its socket so much later. */
const STILL_ARRIVING_MS = 250;

export type CallFacts = ReturnType<typeof createCallFacts>;

/** What is known of the circumstances of calls. */
export function createCallFacts({ calls, lives, outages, deeds }: Evidence) {
  const byTag = new Map(lives.map((life) => [life.tag, life]));
  const userOf = createUserOf(calls, deeds);
  const byLife = groupBy(calls, ({ life }) => life);

  return {
    /** When the life that made a call was stopped while the call was under way or had just been answered. */
    interruptionOf(call: Call, again: Call): number | undefined {
      const { killedAt, pauses = [] } = byTag.get(call.life) ?? {};
      const paused = again.life === call.life ? [] : pauses.map(({ from }) => from);
      const stops = [...(killedAt === undefined ? [] : [killedAt]), ...paused, ...outages.map(({ from }) => from)];
      return stops
        .filter((at) => at >= call.at - STILL_ARRIVING_MS && at - call.endedAt <= UNWRITTEN_MS)
        .sort((a, b) => a - b)[0];
    },

    /** Its answer was an error, or came while nobody could take it. */
    unanswered({ life, at, endedAt, status }: Call): string | undefined {
      if (status === 0 || status >= 400) return `the first call was answered ${status}`;
      const pause = byTag
        .get(life)
        ?.pauses.find(
          ({ from, to }) => from >= at - STILL_ARRIVING_MS && from <= endedAt + STILL_ARRIVING_MS && to > endedAt,
        );
      return pause && `the process was paused at ${clockTime(pause.from)}, before it had the answer`;
    },

    /** The result of a call was written down, or the next step of its conversation would not have begun. */
    wentOn(call: Call, until: number): Call | undefined {
      const user = userOf(call);
      return byLife
        .get(call.life)
        ?.find((next) => next.at > call.endedAt && next.at < until && user !== undefined && userOf(next) === user);
    },

    /** Look-ups by who made the call again, since a time. */
    lookUpsBefore(again: Call, since: number): Call[] {
      return (byLife.get(again.life) ?? []).filter(
        (look) =>
          look.endpoint === 'history' &&
          look.service === again.service &&
          look.session === again.session &&
          look.at >= since &&
          look.endedAt <= again.at,
      );
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
