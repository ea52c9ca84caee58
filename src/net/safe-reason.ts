import { maskAddresses, maskSecret } from '../core/mask-secret.ts';

const longestReason = 300;
/** Of a page of megabytes only the beginning is looked at. */
const longestText = 20_000;

/** What looks like a credential: bearer tokens and JWTs. An AWS gateway repeats the refused header in its error text. */
const credentials = /\b(Bearer|Basic)\s+[^\s'",;]+|\beyJ[\w-]+(\.[\w-]*)*/gi;

/** How a text may repeat a secret: as it is, as a part of an address, in JSON of PHP. */
function formsOf(secret: string): string[] {
  const forms = [secret, encodeURIComponent(secret.toWellFormed()), secret.replaceAll('/', '\\/')];
  return [...new Set(forms)].filter((form) => form !== '');
}

/**
 * A service's own words, fit for a log line: in one line, not long, and without credentials.
 *
 * @param secrets further values that must not appear, such as the key in use
 */
export function safeReason(text: string, secrets: readonly string[] = []): string {
  let safe = text.slice(0, longestText);
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    for (const form of formsOf(secret)) safe = safe.replaceAll(form, maskSecret(secret));
  }
  safe = safe
    .replace(credentials, (_found, scheme?: string) => (scheme === undefined ? '…' : `${scheme} …`))
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  safe = maskAddresses(safe);
  return safe.length > longestReason ? `${safe.slice(0, longestReason)}…` : safe;
}
