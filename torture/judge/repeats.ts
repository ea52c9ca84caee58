import type { Call } from '../call-log.ts';
import { callText, type Evidence, type Finding, groupBy, type Row } from './evidence.ts';
import { createExcuses, type Excuse } from './excuses.ts';

/** What happened more often than it should have, each kind in a row of its own, and what may be excused beside it. */
export function judgeRepeats(evidence: Evidence): Row[] {
  const excuses = createExcuses(evidence);
  const allowed: Record<Exclude<Excuse['kind'], 'none'>, Finding[]> = {
    'in flight': [],
    'failed call': [],
    'look-up failed': [],
  };
  const happened = evidence.calls.filter(({ effectAt }) => effectAt !== undefined);
  const rowOf = (name: string, calls: Call[], keyOf: (call: Call) => string | undefined): Row => {
    const findings: Finding[] = [];
    for (const [key, same] of groupBy(calls, keyOf)) {
      if (same.length < 2) continue;
      // By their beginning: what a dead process had sent may take effect after its repetition.
      const ordered = same.toSorted((a, b) => a.at - b.at);
      for (const [index, later] of ordered.slice(1).entries()) {
        const earlier = ordered[index]!;
        const { kind, because } = excuses.of(earlier, later);
        const text = `${key}: first ${callText(earlier)}; again ${callText(later)}; ${because}`;
        if (kind === 'none') findings.push({ text });
        else allowed[kind].push({ text: `${name}: ${text}` });
      }
    }
    return { name, mustBeZero: true, findings };
  };
  const at = (service: string, endpoint: string) =>
    happened.filter((call) => call.service === service && call.endpoint === endpoint);
  const sends = at('smooch', 'message');
  return [
    rowOf('bot questions asked twice', at('chatbot', 'message'), questionKey),
    rowOf('messages to users repeated (same mark)', sends, ({ key }) => key),
    rowOf(
      'answers repeated (another mark, same words)',
      onePerMark(sends),
      ({ sent }) => sent?.parts.join() || undefined,
    ),
    rowOf('ratings and other tracking repeated', at('chatbot', 'tracking'), ({ key, session }) => `${session} ${key}`),
    rowOf('messages to agents repeated', at('desk', 'message'), ({ key, token }) => (token ? key : undefined)),
    { name: 'files to agents repeated', mustBeZero: true, findings: postedTwice(evidence) },
    { name: 'chats opened twice', mustBeZero: true, findings: openedTwice(evidence) },
    { name: 'repeats of calls in flight at a kill', mustBeZero: false, findings: allowed['in flight'] },
    { name: 'tracking repeated after a failed call', mustBeZero: false, findings: allowed['failed call'] },
    { name: 'questions asked again: look-up failed, too', mustBeZero: false, findings: allowed['look-up failed'] },
  ];
}

/** Words that nobody says twice: those with a token. */
function questionKey({ key, token, session }: Call): string | undefined {
  return token === undefined ? undefined : `${session} ${key}`;
}

/** Repeats of the same mark are counted in their own row. */
function onePerMark(sends: readonly Call[]): Call[] {
  return [...new Map(sends.map((call) => [call.key, call])).values()];
}

function postedTwice({ posts, deeds }: Evidence): Finding[] {
  const captioned = new Set(deeds.filter(({ kind }) => kind === 'media').map(({ token }) => token));
  return [...groupBy(posts, ({ token, what }) => (captioned.has(token) ? `${token} (${what})` : token))]
    .filter(([, same]) => same.length > 1)
    .map(([token, same]) => ({ text: `${token} arrived ${same.length} times in ${same.map(({ chat }) => chat)}` }));
}

/** Nobody gets more chats than wished for; a wish may end without one. */
function openedTwice({ chats, deeds }: Evidence): Finding[] {
  const wishes = groupBy(
    deeds.filter(({ kind }) => kind === 'agent-yes'),
    ({ user }) => user,
  );
  return [...groupBy(chats, ({ user }) => user)]
    .filter(([user, opened]) => opened.length > (wishes.get(user)?.length ?? 0))
    .map(([user, opened]) => ({
      text: `user ${user} wanted ${wishes.get(user)?.length ?? 0} chats and got ${opened.map(({ id }) => id)}`,
    }));
}
