import type { IncomingHttpHeaders } from 'node:http';
import { isDeeperThan } from './json-depth.ts';

/** Which system a request comes from, as far as its shape tells. Nothing else of it has been looked at. */
export type Envelope =
  | { kind: 'visit' }
  | { kind: 'desk-handshake'; secret: string }
  | { kind: 'desk-event'; body: Record<string, unknown>; appId: string }
  | { kind: 'smooch-v1'; body: Record<string, unknown>; appId: string }
  | { kind: 'smooch-v2'; body: Record<string, unknown>; appId: string }
  | { kind: 'unknown'; problem: string };

/** Of maps and lists inside each other. */
const DEEPEST = 100;
/** Of messages, postbacks or events: whoever sends more at once is no channel. */
const MOST_PARTS = 100;
const LISTS = ['messages', 'postbacks', 'events'];

const APP_ID = /^[0-9a-f]{24}$/i;

/**
 * Tells the senders apart by shape: one URL serves them all.
 * - `X-Hook-Secret` and no event in the body: HyperChat's handshake, any method
 * - `events[]` and `webhook`: Sunshine Conversations v2
 * - `trigger` and `app`: Smooch v1.1
 * - `trigger`, `appId` and `data`: an event of HyperChat
 *
 * @param content the body, unpacked
 */
export function readEnvelope(method: string, headers: IncomingHttpHeaders, content: Uint8Array): Envelope {
  if (isDeeperThan(content, DEEPEST))
    return { kind: 'unknown', problem: `the body nests deeper than ${DEEPEST} levels` };
  const body = parseObject(content);
  const secret = headers['x-hook-secret'];
  if (typeof secret === 'string' && secret !== '' && !isEvent(body)) return { kind: 'desk-handshake', secret };
  if ((method === 'GET' || method === 'HEAD') && content.length === 0) return { kind: 'visit' };
  if (body === undefined) return { kind: 'unknown', problem: 'the body is not a JSON object' };
  return readKind(body);
}

function readKind(body: Record<string, unknown>): Envelope {
  const tooMany = LISTS.find((name) => Array.isArray(body[name]) && body[name].length > MOST_PARTS);
  if (tooMany !== undefined) return { kind: 'unknown', problem: `the body has over ${MOST_PARTS} ${tooMany}` };
  if (isRecord(body.webhook) && body.events !== undefined && !Array.isArray(body.events)) {
    return { kind: 'unknown', problem: 'events is not a list' };
  }
  if (Array.isArray(body.events) && isRecord(body.webhook)) return withApp('smooch-v2', body, body.app, 'id');
  if (typeof body.trigger === 'string' && isRecord(body.app)) return withApp('smooch-v1', body, body.app, '_id');
  if (typeof body.trigger === 'string' && typeof body.appId === 'string' && isMap(body.data)) {
    return { kind: 'desk-event', body, appId: body.appId };
  }
  return { kind: 'unknown', problem: 'the body is neither a webhook of Smooch nor an event of HyperChat' };
}

/** An app id goes into a URL of ours before the sender is known, so it must be one. */
function withApp(kind: 'smooch-v1' | 'smooch-v2', body: Record<string, unknown>, app: unknown, key: string): Envelope {
  const appId = isRecord(app) ? app[key] : undefined;
  if (typeof appId !== 'string' || !APP_ID.test(appId)) {
    return { kind: 'unknown', problem: `app.${key} is not the id of a Smooch app (24 hexadecimal digits)` };
  }
  return { kind, body, appId };
}

function isEvent(body: Record<string, unknown> | undefined): boolean {
  return body !== undefined && (typeof body.trigger === 'string' || Array.isArray(body.events));
}

function parseObject(content: Uint8Array): Record<string, unknown> | undefined {
  if (content.length === 0) return undefined;
  const { buffer, byteOffset, byteLength } = content;
  try {
    const value: unknown = JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** PHP, in which the desk is written, says an empty map as an empty list. */
function isMap(value: unknown): boolean {
  return isRecord(value) || (Array.isArray(value) && value.length === 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
