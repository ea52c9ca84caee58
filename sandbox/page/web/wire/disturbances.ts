import type { FaultEffect, FaultListing } from '../../../control/faults.ts';
import { sendJson } from '../api/http.ts';
import type { DisturbedSystem, SystemFaults } from './use-faults.ts';

/** Whom a fault strikes: the next call that matters, or all until it is taken away. */
export type Aim = 'next' | 'every';

/** Something that can be done to a system with one click. */
export interface Disturbance {
  id: string;
  label: string;
  /** What it does, for the tooltip. */
  about: string;
  /** Makes answers late, or a fault, or something that happens at once. */
  kind: { delayMs: number } | { effect: FaultEffect } | { post: string; done: string };
}

const ERROR_BODIES: Record<DisturbedSystem, (status: number, text: string) => unknown> = {
  smooch: (status, text) => ({ error: { code: status === 401 ? 'unauthorized' : 'sandbox_fault', description: text } }),
  chatbot: (_status, text) => ({ message: text }),
  hyperchat: (status, text) => ({ error: { code: status, message: text } }),
};

function answer(system: DisturbedSystem, status: number, text: string): { effect: FaultEffect } {
  const headers = status === 429 ? { headers: { 'retry-after': '2' } } : {};
  return { effect: { kind: 'respond', status, body: ERROR_BODIES[system](status, text), ...headers } };
}

/** What can be done to a system, in the order of the buttons. */
export function disturbancesOf(system: DisturbedSystem): Disturbance[] {
  return [
    { id: 'slow', label: '+300 ms', about: 'Answers 300 ms later', kind: { delayMs: 300 } },
    { id: 'slower', label: '+2 s', about: 'Answers 2 seconds later', kind: { delayMs: 2000 } },
    { id: '500', label: '500', about: 'Answers 500', kind: answer(system, 500, 'Internal server error') },
    { id: '429', label: '429', about: 'Answers 429, retry after 2 s', kind: answer(system, 429, 'Too many requests') },
    {
      id: 'timeout',
      label: 'Time out',
      about: 'Does not answer until the connector gives up',
      kind: { effect: { kind: 'timeout' } },
    },
    { id: 'drop', label: 'Drop', about: 'Drops the connection', kind: { effect: { kind: 'reset' } } },
    ...credentialsOf(system),
  ];
}

function credentialsOf(system: DisturbedSystem): Disturbance[] {
  if (system !== 'chatbot') {
    const about = 'Refuses the credentials with 401';
    return [
      { id: '401', label: 'Refuse credentials', about, kind: answer(system, 401, 'The credentials are not valid') },
    ];
  }
  const token = 'The bot no longer accepts old tokens. The connector gets a new one with its next call.';
  const session = 'All bot sessions have expired. The next message starts a new one.';
  return [
    { id: 'token', label: 'Expire token', about: token, kind: { post: '/expire-tokens', done: token } },
    { id: 'session', label: 'Expire sessions', about: session, kind: { post: '/expire-sessions', done: session } },
  ];
}

/** The call that a person means by "the next one": typing dots and tokens are not it. */
export const NEXT_CALL: Record<DisturbedSystem, { endpoint: string; label: string }> = {
  smooch: { endpoint: 'message', label: 'next message' },
  chatbot: { endpoint: 'message', label: 'next question' },
  hyperchat: { endpoint: '*', label: 'next call' },
};

/** Rules that came from this button. */
export function rulesOf({ kind }: Disturbance, { rules }: SystemFaults): FaultListing[] {
  const effect = effectOf(kind);
  return effect === undefined ? [] : rules.filter((rule) => isSameEffect(rule.effect, effect));
}

function effectOf(kind: Disturbance['kind']): FaultEffect | undefined {
  if ('delayMs' in kind) return { kind: 'delay', ms: kind.delayMs };
  return 'effect' in kind ? kind.effect : undefined;
}

function isSameEffect(one: FaultEffect, other: FaultEffect): boolean {
  if (one.kind === 'respond') return other.kind === 'respond' && one.status === other.status;
  if (one.kind === 'delay') return other.kind === 'delay' && one.ms === other.ms;
  return one.kind === other.kind;
}

export function isActive(disturbance: Disturbance, faults: SystemFaults): boolean {
  return isSlowed(disturbance, faults) || rulesOf(disturbance, faults).length > 0;
}

/** Whether all answers are late by this much. */
export function isSlowed({ kind }: Disturbance, { latency }: SystemFaults): boolean {
  return 'delayMs' in kind && latency['*'] === kind.delayMs;
}

/** Does it, or takes it away when it is there. Resolves with a sentence when there is something to say. */
export async function toggleDisturbance(
  system: DisturbedSystem,
  disturbance: Disturbance,
  faults: SystemFaults,
  aim: Aim,
): Promise<string | undefined> {
  const { kind } = disturbance;
  const base = `/api/${system}`;
  if ('post' in kind) {
    await sendJson('POST', base + kind.post, {});
    return kind.done;
  }
  if (isActive(disturbance, faults)) {
    if (isSlowed(disturbance, faults)) await sendJson('PUT', `${base}/latency`, { '*': 0 });
    for (const { id } of rulesOf(disturbance, faults)) await sendJson('DELETE', `${base}/faults/${id}`);
  } else if ('delayMs' in kind && aim === 'every') {
    // Not a fault: of those only one strikes a call, and a slow system may fail besides.
    await sendJson('PUT', `${base}/latency`, { '*': kind.delayMs });
  } else {
    const [endpoint, times] = aim === 'next' ? [NEXT_CALL[system].endpoint, 1] : ['*', 'always'];
    await sendJson('POST', `${base}/faults`, { endpoint, effect: effectOf(kind), times });
  }
  return undefined;
}

/** Nothing disturbs this system any more. */
export async function clearSystem(system: DisturbedSystem): Promise<void> {
  await sendJson('DELETE', `/api/${system}/faults`);
  await sendJson('DELETE', `/api/${system}/latency`);
}
