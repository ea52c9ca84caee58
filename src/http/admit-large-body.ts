import type { IncomingHttpHeaders } from 'node:http';
import { BodyError } from './body-error.ts';
import type { Admission } from './large-body-gate.ts';

/** What headers alone tell about a sender; the app, whose secrets decide, is named in the body. */
export interface KnownSenders {
  /** Whether the key in a header is a secret that we know, of whichever app. */
  fitsKnownSecret(headers: IncomingHttpHeaders): boolean | Promise<boolean>;
  /** Checks a signature that a header brings over the whole body, unparsed; undefined when there is none to be checked. */
  signatureCheck(
    headers: IncomingHttpHeaders,
  ): ((raw: Uint8Array) => boolean) | undefined | Promise<((raw: Uint8Array) => boolean) | undefined>;
}

/** The verdict of the check that small bodies go through, too. */
type CheckKey = (
  appId: string,
) => Promise<
  | { verdict: 'genuine' }
  | { verdict: 'forged'; advice: string }
  | { verdict: 'undecided'; reason: string; retryAfterS?: number }
>;

const STRANGER = 'it is larger than what is read of senders whose secret is not known';

/**
 * Decides whether a large body is read to its end. A key that is not known yet may be that of a new webhook: Smooch names
 * the app at the beginning of its bodies, so it is asked as for a small one.
 */
export async function admitLargeBody(
  headers: IncomingHttpHeaders,
  beginning: Buffer,
  { known, checkKey }: { known: KnownSenders; checkKey: CheckKey },
): Promise<Admission> {
  if (await known.fitsKnownSecret(headers)) return { admitted: true };
  const isSigned = await known.signatureCheck(headers);
  if (isSigned !== undefined) return { admitted: true, isSigned };
  if (!headers['x-api-key']) return refuse(new BodyError(401, STRANGER));
  const appId = findAppId(beginning);
  if (appId === undefined) return refuse(later(STRANGER));
  const checked = await checkKey(appId);
  if (checked.verdict === 'genuine') return { admitted: true };
  if (checked.verdict === 'forged') return refuse(new BodyError(401, checked.advice));
  return refuse(later(checked.reason, checked.retryAfterS));
}

function refuse(refusal: BodyError): Admission {
  return { admitted: false, refusal };
}

function later(reason: string, seconds = 30): BodyError {
  return new BodyError(503, reason, { undecided: true, headers: { 'retry-after': String(seconds) } });
}

/** The braces keep one attempt from running into the next one's text, so this is linear. */
const APP_ID = /"app"\s*:\s*\{[^{}]*?"_?id"\s*:\s*"([0-9a-f]{24})"/i;

/** Where it is not what the body, once parsed, names as its app, the key fits no webhook of that one either. */
function findAppId(beginning: Buffer): string | undefined {
  return APP_ID.exec(beginning.toString('latin1'))?.[1];
}
