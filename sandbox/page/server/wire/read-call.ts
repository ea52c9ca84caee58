import { CHATBOT_SECRETS } from '../../../chatbot/chatbot-control.ts';
import type { Journal, JournalEntry } from '../../../control/journal.ts';
import { maskBody } from '../../../control/masking.ts';
import type { Stand } from '../../../run/start-stand.ts';
import type { WireCall } from '../../protocol/page-protocol.ts';
import { hideInPath } from './hide-secrets.ts';

/** One call with its bodies, by the id it has in the list; undefined when it is not kept any more. */
export function readCall(stand: Stand, id: string): WireCall | undefined {
  const [, system = '', number = '', attempt = '0'] = /^([a-z-]+):(\d+)(?::(\d+))?$/.exec(id) ?? [];
  if (system === 'smooch-webhook' || system === 'hyperchat-webhook')
    return readWebhook(stand, system, { id, number: Number(number), attempt: Number(attempt) });
  const simulator = simulatorOf(stand, system);
  const entry = simulator?.control.journal.get(Number(number));
  return entry && entryToCall(id, entry, new URL(simulator!.url).origin);
}

interface Simulator {
  url: string;
  control: { journal: Journal };
}

function simulatorOf({ chatbot, smooch, desk }: Stand, system: string): Simulator | undefined {
  const simulators = new Map<string, Simulator>(Object.entries({ chatbot, smooch, hyperchat: desk }));
  return simulators.get(system);
}

function entryToCall(id: string, entry: JournalEntry, origin: string): WireCall {
  const { method, headers, body, status, responseBody } = entry;
  const path = hideInPath(entry.path);
  return { id, method, path, url: origin + path, requestHeaders: headers, requestBody: body, status, responseBody };
}

function readWebhook(
  { smooch, desk }: Stand,
  system: 'smooch-webhook' | 'hyperchat-webhook',
  wanted: { id: string; number: number; attempt: number },
): WireCall | undefined {
  const log = (system === 'smooch-webhook' ? smooch : desk).control.webhooks.log;
  const delivery = log.list().find(({ number }) => number === wanted.number);
  const made = delivery?.attempts[wanted.attempt];
  if (delivery === undefined || made === undefined) return undefined;
  const answer = 'answer' in made ? made.answer : undefined;
  const { origin, pathname } = new URL(delivery.target);
  return {
    id: wanted.id,
    method: 'POST',
    path: pathname,
    url: origin + pathname,
    requestHeaders: {
      'content-type': 'application/json',
      ...('signature' in delivery && delivery.signature !== undefined && { 'x-hook-signature': delivery.signature }),
      ...(system === 'smooch-webhook' && { 'x-api-key': '***' }),
    },
    requestBody: maskBody(parseIfJson(delivery.body), CHATBOT_SECRETS),
    status: made.status ?? 0,
    responseBody: answer === undefined ? made.error : parseIfJson(String(answer)),
  };
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
