import { randomBytes } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { TRIGGERS, type Trigger } from '../desk/desk-event.ts';
import { badRequest } from '../desk/hyperchat-error.ts';
import { newId } from '../new-id.ts';
import type { HyperchatSettings } from '../settings.ts';
import { callTarget, type TargetAnswer } from './call-target.ts';

/** A row of the back office's page "Webhooks": where to, and which events. */
export interface WebhookRow {
  id: string;
  target: string;
  events: Trigger[];
  /** Given to the target in the handshake. */
  secret: string;
}

export interface NewWebhook {
  target: string;
  events: readonly string[];
  /** Default: a random one, as the desk does it. */
  secret?: string;
}

export interface HandshakeOptions {
  /** Default: a random one. */
  secret?: string;
}

export interface Handshake {
  secret: string;
  answer: TargetAnswer;
  /** The target answered 200 and gave the secret back. */
  established: boolean;
  /** Why it is not established, in a sentence. */
  problem?: string;
}

/** The webhooks that are registered with the desk. */
export interface WebhookRows {
  list(): WebhookRow[];
  /** Those who want to hear of this event. */
  wanting(trigger: Trigger): WebhookRow[];
  /** Shakes hands and keeps the row. @throws HyperchatError 400 for unknown events, or when the handshake fails */
  register(wanted: NewWebhook): Promise<WebhookRow>;
  /**
   * Saved once more, as in the back office: a handshake with a new secret. When it fails the row stays as it was.
   * @throws HyperchatError as `register`
   */
  save(row: WebhookRow, change?: Partial<NewWebhook>): Promise<WebhookRow>;
  remove(id: string): boolean;
  /** Only a handshake, which anybody on the internet can do: nothing is registered. */
  shakeHands(target: string, options?: HandshakeOptions): Promise<Handshake>;
}

export function createWebhookRows(settings: HyperchatSettings, agent: Dispatcher): WebhookRows {
  const rows = new Map<string, WebhookRow>();

  async function shakeHands(target: string, options: HandshakeOptions = {}): Promise<Handshake> {
    const { secret = randomBytes(24).toString('hex') } = options;
    const { handshakeMethod: method, handshakeBody: body, timeoutMs } = settings.webhooks;
    const answer = await callTarget({ target, method, headers: { 'x-hook-secret': secret }, body, timeoutMs, agent });
    const problem = whyNotEstablished(answer, secret);
    return { secret, answer, established: problem === undefined, problem };
  }

  async function establish(id: string, wanted: NewWebhook): Promise<WebhookRow> {
    const { target } = wanted;
    const events = parseEvents(wanted.events);
    const { secret, problem } = await shakeHands(target, wanted);
    if (problem !== undefined) throw badRequest(`The webhook is not established: ${problem}`);
    const row = { id, target, events, secret };
    rows.set(id, row);
    return row;
  }

  function parseEvents(names: readonly string[]): Trigger[] {
    const { invitationsNew } = settings.rules;
    const unknown = names.find(
      (name) => !isTrigger(name) || (name === 'invitations:new' && invitationsNew === 'reject'),
    );
    if (unknown !== undefined) throw badRequest(`${unknown} is no event that can be a webhook`);
    return names.filter(isTrigger);
  }

  return {
    list: () => [...rows.values()],
    wanting(trigger) {
      if (trigger === 'invitations:new' && settings.rules.invitationsNew === 'ignore') return [];
      return [...rows.values()].filter(({ events }) => events.includes(trigger));
    },
    register: (wanted) => establish(newId('w'), wanted),
    save: ({ id, target, events }, change) => establish(id, { target, events, ...change }),
    remove: (id) => rows.delete(id),
    shakeHands,
  };
}

function isTrigger(name: string): name is Trigger {
  return TRIGGERS.includes(name as Trigger);
}

function whyNotEstablished({ status, headers, error }: TargetAnswer, secret: string): string | undefined {
  if (error !== undefined) return `the target did not answer (${error})`;
  if (status !== 200) return `the target answered ${status}, not 200`;
  const echoed = headers?.['x-hook-secret'];
  if (echoed === undefined) return 'the answer has no header X-Hook-Secret';
  return echoed === secret ? undefined : 'the X-Hook-Secret of the answer is another one';
}
