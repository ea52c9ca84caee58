import { WireError } from '../core/errors.ts';
import { type BaseUrl, parseBaseUrl } from '../net/base-url.ts';
import { asNumber, asRecord, asText } from '../net/loose-json.ts';

/** What the authorization API grants (Inbenta docs: authorization). */
export interface Grant {
  accessToken: string;
  /** Where the Chatbot API answers; it may change with every token. */
  base: BaseUrl;
  /** Lifetime from now on, milliseconds. */
  lifetimeMs: number;
}

const source = 'The Inbenta authorization API';
/** What the documentation shows, where an answer names no lifetime. */
const usualLifetimeSeconds = 1200;

/**
 * Reads the answer of `POST /auth`.
 *
 * @param nowMs the wall-clock time, for an answer that only names the moment of expiry
 * @throws WireError when there is no token, or no address of the Chatbot API
 */
export function parseGrant(body: unknown, nowMs: number): Grant {
  const record = asRecord(body);
  const accessToken = asText(record?.accessToken);
  if (record === undefined || accessToken === undefined) throw new WireError(source, ['no accessToken']);
  const apis = asRecord(record.apis);
  // Newer instances call the same product "chat".
  const address = asText(apis?.chatbot) ?? asText(apis?.chat);
  if (address === undefined) {
    const named = Object.keys(apis ?? {}).join(', ') || 'none';
    throw new WireError(source, [`apis.chatbot is missing (named: ${named}); this API key is not one of a chatbot`]);
  }
  const base = parseBaseUrl(address);
  if (base === undefined) throw new WireError(source, ['apis.chatbot is no http(s) address']);
  return { accessToken, base, lifetimeMs: lifetimeSeconds(record, nowMs) * 1000 };
}

/** At least a second, so that a machine whose clock is wrong does not ask for a token in every call at once. */
function lifetimeSeconds(record: Record<string, unknown>, nowMs: number): number {
  const expiration = asNumber(record.expiration);
  const left = expiration === undefined ? usualLifetimeSeconds : expiration - nowMs / 1000;
  return Math.max(1, asNumber(record.expires_in) ?? left);
}
