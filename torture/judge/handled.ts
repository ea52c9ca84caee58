import type { Call } from '../call-log.ts';
import type { Deed } from '../ledger.ts';
import type { StoredEvent } from '../read-store.ts';
import { clockTime, type Evidence, type Finding, groupBy, type Row } from './evidence.ts';
import { matchEvents } from './match-events.ts';

/** Whether each deed that was acknowledged was handled, and once. */
export function judgeHandling(evidence: Evidence): Row[] {
  const { deeds, stored } = evidence;
  const matched = matchEvents(evidence);
  const effects = collectEffects(evidence);
  const lost: Finding[] = [];
  const twice: Finding[] = [];
  const incomplete: Finding[] = [];
  let apologies = 0;
  for (const deed of deeds) {
    const events = matched.of(deed);
    if (events.length > 1) twice.push({ text: `${deedText(deed)} is stored as ${events.map(({ id }) => id)}` });
    if (deed.ackedAt === undefined) continue;
    const event = events[0];
    if (event === undefined) lost.push({ text: `${deedText(deed)} was acknowledged and is not stored` });
    else if (event.state === 'done') {
      const outcome = effects.judge(deed, event);
      if (outcome === 'nothing')
        lost.push({ text: `${deedText(deed)}, event ${event.id}, is done without any effect` });
      else if (outcome === 'apology') apologies++;
      else if (outcome !== 'complete') incomplete.push({ text: `${deedText(deed)}, event ${event.id}: ${outcome}` });
    }
  }
  const refused = deeds.flatMap((deed) =>
    deed.lost && !deed.ackedAt ? [{ text: `${deedText(deed)}: ${deed.lost}` }] : [],
  );
  const waiting = stored.filter(({ state }) => state === 'waiting');
  const letters = stored.filter(({ state }) => state === 'parked' || state === 'undeliverable');
  const poisoned = letters.filter(({ reason }) => /begun \d+ times/.test(reason ?? ''));
  return [
    { name: 'events lost: acknowledged, not handled', mustBeZero: true, findings: lost },
    { name: 'answers incomplete', mustBeZero: true, findings: incomplete },
    { name: 'events refused for good, or given up by Smooch', mustBeZero: true, findings: refused },
    { name: 'events handled twice', mustBeZero: true, findings: twice },
    { name: 'lanes stuck: events that wait in the end', mustBeZero: true, findings: waiting.map(toFinding) },
    {
      name: 'dead letters',
      mustBeZero: true,
      findings: letters.filter((letter) => !poisoned.includes(letter)).map(toFinding),
    },
    { name: 'set aside: begun five times without an end', mustBeZero: false, findings: poisoned.map(toFinding) },
    {
      name: 'answered with an apology, the service being down',
      mustBeZero: false,
      findings: Array.from({ length: apologies }, () => ({ text: '' })),
    },
  ];
}

function toFinding({ id, lane, kind, state, reason }: StoredEvent): Finding {
  return { text: `event ${id} (${kind}) of ${lane}: ${state}, ${reason ?? 'no reason'}` };
}

function deedText({ kind, token, user, sentAt, ackedAt }: Deed): string {
  return `${kind} ${token} of ${user}, sent ${clockTime(sentAt)}, acknowledged ${clockTime(ackedAt)}`;
}

const APOLOGY = /something went wrong|reformulate|could not be delivered|error joining|No agents/;

/** What became visible of events, by what it says. */
function collectEffects({ calls, posts, chats }: Evidence) {
  const happened = calls.filter(({ effectAt }) => effectAt !== undefined);
  const sent = happened.filter((call) => call.sent !== undefined);
  const partsSent = new Set(sent.flatMap((call) => call.sent?.parts ?? []));
  const tokensSent = new Set(sent.flatMap(({ token }) => token ?? []));
  const byEvent = groupBy(sent, (call) => eventOfStep(call.sent!.step));
  const posted = new Set(posts.map(({ token }) => token));
  const tracked = happened.filter(({ endpoint }) => endpoint === 'tracking').map(({ key }) => key ?? '');
  const askedTokens = new Set(happened.flatMap(({ endpoint, token }) => (endpoint === 'message' && token) || []));
  const options = happened.filter(({ key }) => key?.includes('"option":'));
  const optionsTaken = new Set(options.map(({ token }) => token));
  const rated = new Set(tracked.flatMap((key) => /"code":"([^"]+)"/.exec(key)?.[1] ?? []));
  // Tried twice, whatever the failure: a reason that reached nobody was taken as one all the same.
  const attempts = calls.filter(({ endpoint }) => endpoint === 'tracking').map(({ key }) => key ?? '');
  const comments = new Set(attempts.flatMap((key) => /"comment":"[^"]*?(u\d+x\d+)/.exec(key)?.[1] ?? []));

  const userOfChat = new Map(chats.map(({ id, user }) => [id, user]));
  const heardByAgents = new Set(
    happened.flatMap(({ service, endpoint, session = '', key }) =>
      service === 'desk' && endpoint === 'message' ? `${userOfChat.get(session)}${key?.slice(session.length)}` : [],
    ),
  );

  /** While a chat is on, everything goes to the agent: a button as its label. */
  function toldAgent({ kind, token, user, parts }: Deed): boolean {
    if (posted.has(token)) return true;
    const labels = kind === 'rate' ? ['Yes', 'No'] : kind === 'option' ? [parts[0]?.split(':')[0]] : [];
    return labels.some((label) => heardByAgents.has(`${user}:${label}`));
  }

  /** An option that is not on offer any more is said in words: "Green". Then the option itself must have had no effect. */
  function asWords(part: string, own: readonly Call[]): 'complete' | 'taken twice' | undefined {
    const [label = '', token = ''] = part.split(':');
    if (!own.some((call) => call.sent?.label === `${label} of ${label}`)) return undefined;
    return optionsTaken.has(token) ? 'taken twice' : 'complete';
  }

  const isKnownSomewhere = (token: string): boolean =>
    [posted, askedTokens, rated, comments, tokensSent].some((tokens) => tokens.has(token));

  function judge(deed: Deed, { id }: StoredEvent): 'complete' | 'apology' | 'nothing' | string {
    const { kind, token, parts } = deed;
    const own: Call[] = byEvent.get(String(id)) ?? [];
    if (toldAgent(deed)) return 'complete';
    // While the reason of a rating is asked for, whatever the user types is taken as that reason.
    if (kind === 'ask' && comments.has(token)) return 'complete';
    const apology = own.some((call) => APOLOGY.test(call.sent?.label ?? ''));
    if (parts.length > 0) {
      const missing = parts.filter((part) => !partsSent.has(part));
      if (missing.length === 0) return 'complete';
      if (apology) return 'apology';
      const words = kind === 'option' ? asWords(parts[0] ?? '', own) : undefined;
      if (words !== undefined) return words;
      if (missing.length === parts.length && own.length === 0) return 'nothing';
      const got = own.map(({ sent }) => sent?.label ?? sent?.parts.join());
      return `${missing} never reached the user, who got "${got.join('", "')}"`;
    }
    if (apology) return 'apology';
    // A file must reach the user; of the rest it is enough that it had some effect somewhere.
    const seen = kind === 'file' ? tokensSent.has(token) : own.length > 0 || isKnownSomewhere(token);
    return seen ? 'complete' : 'nothing';
  }
  return { judge };
}

/** `<store>-<event>.<n>` */
export function eventOfStep(step: string): string | undefined {
  return /-(\d+)\./.exec(step)?.[1];
}
