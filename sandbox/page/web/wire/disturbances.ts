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
  /** Slows everything down, or a fault, or something that happens at once. */
  kind: { latencyMs: number } | { effect: FaultEffect } | { post: string; done: string };
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
    { id: 'slow', label: '300 ms', about: 'Every answer takes 300 ms longer', kind: { latencyMs: 300 } },
    { id: 'slower', label: '2 s', about: 'Every answer takes 2 seconds longer', kind: { latencyMs: 2000 } },
    { id: '500', label: '500', about: 'Answers 500', kind: answer(system, 500, 'Internal server error') },
    { id: '429', label: '429', about: 'Answers 429, retry after 2 s', kind: answer(system, 429, 'Too many requests') },
    {
      id: 'timeout',
      label: 'Time out',
      about: 'Says nothing until the connector gives up',
      kind: { effect: { kind: 'timeout' } },
    },
    { id: 'drop', label: 'Drop', about: 'Cuts the connection', kind: { effect: { kind: 'reset' } } },
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
  const token = 'The bot takes no old token any more. The connector gets a new one with its next call.';
  const session = 'All sessions with the bot are over. The next message begins a new one.';
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
  if (!('effect' in kind)) return [];
  const { effect } = kind;
  return rules.filter(
    (rule) =>
      rule.effect.kind === effect.kind &&
      (effect.kind !== 'respond' || (rule.effect.kind === 'respond' && rule.effect.status === effect.status)),
  );
}

export function isActive(disturbance: Disturbance, faults: SystemFaults): boolean {
  const { kind } = disturbance;
  if ('latencyMs' in kind) return faults.latency['*'] === kind.latencyMs;
  return rulesOf(disturbance, faults).length > 0;
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
  const active = isActive(disturbance, faults);
  if ('latencyMs' in kind) await sendJson('PUT', `${base}/latency`, { '*': active ? 0 : kind.latencyMs });
  else if (active) {
    for (const { id } of rulesOf(disturbance, faults)) await sendJson('DELETE', `${base}/faults/${id}`);
  } else {
    const [endpoint, times] = aim === 'next' ? [NEXT_CALL[system].endpoint, 1] : ['*', 'always'];
    await sendJson('POST', `${base}/faults`, { endpoint, effect: kind.effect, times });
  }
  return undefined;
}

/** Nothing disturbs this system any more. */
export async function clearSystem(system: DisturbedSystem): Promise<void> {
  await sendJson('DELETE', `/api/${system}/faults`);
  await sendJson('DELETE', `/api/${system}/latency`);
}
