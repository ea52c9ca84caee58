import type { Delivery as DeskDelivery } from '../../../hyperchat/webhooks/delivery-log.ts';
import type { Stand } from '../../../run/start-stand.ts';
import type { Delivery as SmoochDelivery } from '../../../smooch/delivery/delivery-log.ts';
import type { WireEntry } from '../../protocol/page-protocol.ts';
import { asMap } from './label-call.ts';
import { cut } from './summarise-call.ts';

type CallEntry = Extract<WireEntry, { what: 'call' }>;

/** A webhook that went to the connector, each attempt an entry. */
export interface IncomingWebhook {
  from: 'smooch' | 'hyperchat';
  trigger: string;
  userId?: string | undefined;
  chatId?: string | undefined;
  /** Messages of the user it tells about, or the message whose delivery it tells. */
  messageIds: readonly string[];
  entries: CallEntry[];
}

/** Webhooks with an attempt since a time, milliseconds since 1970. */
export function listIncoming({ smooch, desk }: Stand, since: number): IncomingWebhook[] {
  const isNew = ({ attempts }: SmoochDelivery | DeskDelivery): boolean => attempts.some(({ at }) => at >= since);
  return [
    ...smooch.control.webhooks.log.list().filter(isNew).map(smoochToIncoming),
    ...desk.control.webhooks.log.list().filter(isNew).map(deskToIncoming),
  ];
}

function smoochToIncoming(delivery: SmoochDelivery): IncomingWebhook {
  const { trigger, userId, messageIds } = delivery;
  return { from: 'smooch', trigger, userId, messageIds, entries: toEntries('smooch', delivery) };
}

function deskToIncoming(delivery: DeskDelivery): IncomingWebhook {
  const { trigger, chatId } = delivery;
  return { from: 'hyperchat', trigger, chatId, messageIds: [], entries: toEntries('hyperchat', delivery) };
}

function toEntries(from: 'smooch' | 'hyperchat', delivery: SmoochDelivery | DeskDelivery): CallEntry[] {
  const { number, trigger, target, attempts, body } = delivery;
  const disturbance = 'disturbance' in delivery ? delivery.disturbance : undefined;
  const summary = summaryOf(body);
  return attempts.map(({ at, durationMs, status, error }, index) => ({
    what: 'call',
    id: `${from}-webhook:${number}:${index}`,
    from,
    to: 'connector',
    label: `webhook ${trigger}`,
    method: 'POST',
    path: new URL(target).pathname,
    at,
    durationMs: Math.round(durationMs * 10) / 10,
    status: status ?? 0,
    fault: disturbance,
    attempt: attempts.length > 1 ? index + 1 : undefined,
    summary: error ?? summary,
  }));
}

function summaryOf(body: string): string | undefined {
  const { messages, postbacks, data, error } = asMap(parse(body));
  const message = asMap(Array.isArray(messages) ? messages[0] : asMap(data).message);
  const action = asMap(asMap(Array.isArray(postbacks) ? postbacks[0] : undefined).action);
  const said = [message.text, message.message, action.text, asMap(error).message].find(
    (text) => typeof text === 'string' && text.trim() !== '',
  );
  return typeof said === 'string' ? `“${cut(said)}”` : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
