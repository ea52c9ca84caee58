import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { AgentRecord, ChatRecord } from '../desk/records.ts';
import type { HyperchatSettings } from '../settings.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import { chatToWire, timeToWire } from '../v1/wire.ts';
import { callTarget, isAccepted } from './call-target.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { sealEvent } from './seal-event.ts';
import type { WebhookRow, WebhookRows } from './webhook-rows.ts';

/** How long the desk waits for an answer (HyperChat docs: chats:assign); fixed. */
const PATIENCE_MS = 5000;

export interface AssignHookOptions {
  appId: string;
  settings: HyperchatSettings;
  clock: SimulatorClock;
  rows: WebhookRows;
  agent: Dispatcher;
  log: DeliveryLog;
}

/** Nobody knows how the answer looks: the id of an agent is taken wherever it might stand. */
const answerSchema = z.union([
  z.object({ agent: z.object({ id: z.string() }) }).transform(({ agent }) => agent.id),
  z.object({ agent: z.string() }).transform(({ agent }) => agent),
  z.object({ agentId: z.string() }).transform(({ agentId }) => agentId),
  z.object({ id: z.string() }).transform(({ id }) => id),
]);

/**
 * Asks the first webhook that listens to `chats:assign` which agent gets the chat (HyperChat docs: assign agents to a
 * chat). Undefined when none listens, a promise of undefined when there is no answer, or none that names an agent.
 */
export function askAssignHook(
  options: AssignHookOptions,
  chat: ChatRecord,
  free: readonly AgentRecord[],
): Promise<string | undefined> | undefined {
  const row = options.rows.wanting('chats:assign')[0];
  return row && ask(options, row, chat, free);
}

async function ask(
  { appId, settings, clock, agent, log }: AssignHookOptions,
  row: WebhookRow,
  chat: ChatRecord,
  free: readonly AgentRecord[],
): Promise<string | undefined> {
  const data = {
    agents: free.map(({ id, name, work }) => ({ id, name, capacity: work.capacity })),
    chat: chatToWire(chat, settings.wire),
  };
  const envelope = { trigger: 'chats:assign', appId, data, created_at: timeToWire(clock.seconds(), settings.wire) };
  const { id: webhookId, target, secret } = row;
  const sealed = sealEvent(envelope, secret, settings.webhooks);
  const delivery = log.add({ webhookId, target, trigger: 'chats:assign', chatId: chat.id, ...sealed });
  const at = clock.now();
  const started = performance.now();
  const headers = { 'x-hook-signature': sealed.signature ?? '' };
  const answer = await callTarget({ target, headers, body: sealed.body, timeoutMs: PATIENCE_MS, agent });
  delivery.attempts.push({ at, durationMs: performance.now() - started, status: answer.status, error: answer.error });
  log.settle(delivery, isAccepted(answer) ? 'delivered' : 'failed');
  return answer.status === 200 ? agentIn(answer.body ?? '') : undefined;
}

function agentIn(body: string): string | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
