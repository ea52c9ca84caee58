import { createHmac, timingSafeEqual } from 'node:crypto';
import { asRecord, parseJson } from '../../net/loose-json.ts';
import { findJsonMember } from './json-member.ts';

/** What of a request is signed: the whole body, or its member `data`, which leaves the trigger open to changes. */
export type SignedPart = 'body' | 'data';

/** A request that says it comes from HyperChat. */
export interface SignedRequest {
  /** The body as it arrived. */
  raw: Uint8Array;
  /** The same, unpacked, where it was sent packed: a member of it stands only there. */
  content?: Uint8Array;
  /** The value of `X-Hook-Signature`. */
  header: string | undefined;
  /** The secrets of all handshakes that count. */
  secrets: readonly string[];
  /** `chat.signature_over`. */
  over: SignedPart;
}

/**
 * - `missing`: the request is not signed.
 * - `malformed`: the header holds no HMAC-SHA256.
 * - `no-secret`: there is nothing to check it with, because no handshake was kept.
 * - `mismatch`: signed with another secret, or over something else.
 */
export type ForgedReason = 'missing' | 'malformed' | 'no-secret' | 'mismatch';

/**
 * `secret`: the one it is signed with. `wouldMatch`: the value of `chat.signature_over` under which the request would
 * be genuine.
 */
export type SignatureVerdict =
  | { verdict: 'genuine'; secret: string }
  | { verdict: 'forged'; reason: ForgedReason; wouldMatch?: SignedPart };

/**
 * Checks that whoever sent a request knows a secret of a handshake. The vendor says that the signature is an HMAC-SHA256
 * over the event data, but not how it is written, nor whether "data" is the body or its member of that name (HyperChat
 * docs: webhooks overview). So it may be hexadecimal in any case or base64, with or without `sha256=` before it.
 */
export function verifySignature({ raw, content = raw, header, secrets, over }: SignedRequest): SignatureVerdict {
  if (header === undefined || header.trim() === '') return { verdict: 'forged', reason: 'missing' };
  const signature = parseSignature(header);
  if (signature === undefined) return { verdict: 'forged', reason: 'malformed' };
  if (secrets.length === 0) return { verdict: 'forged', reason: 'no-secret' };
  const secret = signingSecret(signedForms(raw, content, over), signature, secrets);
  if (secret !== undefined) return { verdict: 'genuine', secret };
  const other = over === 'body' ? 'data' : 'body';
  const wouldMatch =
    signingSecret(signedForms(raw, content, other), signature, secrets) === undefined ? undefined : other;
  return { verdict: 'forged', reason: 'mismatch', wouldMatch };
}

/** Whether a header holds a signature at all; without, nothing of its body has to be read to know that it does not fit. */
export function isSignature(header: string | undefined): boolean {
  return header !== undefined && parseSignature(header) !== undefined;
}

/** The same check of what nobody vouches for yet: nothing is parsed, and of `data` it has to be the text as it stands. */
export function isSignedUnparsed({ raw, header = '', secrets, over }: Omit<SignedRequest, 'content'>): boolean {
  const signature = parseSignature(header);
  if (signature === undefined) return false;
  const form = over === 'body' ? raw : findMember(raw, 'data');
  return form !== undefined && signingSecret([form], signature, secrets) !== undefined;
}

function findMember(raw: Uint8Array, name: string): Uint8Array | undefined {
  try {
    return findJsonMember(raw, name);
  } catch {
    return undefined;
  }
}

/** 32 bytes, whatever they are written in. */
function parseSignature(header: string): Buffer | undefined {
  const text = header.trim().replace(/^sha256=/i, '');
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** `data` counts as it stands in the body, and as JSON is usually written. */
function signedForms(raw: Uint8Array, content: Uint8Array, part: SignedPart): Uint8Array[] {
  if (part === 'body') return [raw];
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
  const body = asRecord(parseJson(text));
  const asItStands = body === undefined ? undefined : findJsonMember(content, 'data');
  return asItStands === undefined ? [] : [asItStands, Buffer.from(JSON.stringify(body?.data))];
}

/** Tries every secret, so that the time does not tell which one fits. */
function signingSecret(
  forms: readonly Uint8Array[],
  signature: Buffer,
  secrets: readonly string[],
): string | undefined {
  const fitting = secrets.filter((secret) => {
    const matches = forms.map((form) => timingSafeEqual(createHmac('sha256', secret).update(form).digest(), signature));
    return matches.includes(true);
  });
  return fitting[0];
}
