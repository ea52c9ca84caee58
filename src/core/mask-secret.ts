const shortestShown = 16;
const shownLength = 4;

/** Whether what stands under a name is secret: `secret`, `webhook_secrets`, `api_key`, `accessToken`. */
export function isSecretName(name: string): boolean {
  return /(?:key|secret|token|password)s?$/i.test(name);
}

/** What of a secret may be shown: enough to tell two from each other, of a short one nothing. Ids of keys are no secrets. */
export function maskSecret(secret: string): string {
  if (/^app_[\w-]+$/.test(secret)) return secret;
  return secret.length < shortestShown ? '…' : `${secret.slice(0, shownLength)}…`;
}

/** Masks user and password of every address in a text that may be anything: `https://…:…@host`. */
export function maskAddresses(text: string): string {
  return text.split(/(\s+)/).map(maskWord).join('');
}

function maskWord(word: string): string {
  if (!word.includes('://')) return word;
  const masked = maskQuery(word);
  return maskFrom(masked, masked.indexOf('://') + 3);
}

/**
 * Masks user and password of a text that is meant as one address, whatever is wrong with it: a space in the password,
 * no scheme, a slash too few. An e-mail address stays as it is.
 */
export function maskAddress(text: string): string {
  const masked = maskQuery(text);
  const scheme = /^(?:[a-z][a-z0-9+.-]*:?)?\/+/i.exec(masked)?.[0];
  const isUserAndPassword = masked.slice(0, Math.max(masked.lastIndexOf('@'), 0)).includes(':');
  return maskFrom(masked, scheme?.length ?? (isUserAndPassword ? 0 : undefined));
}

/** @param from where the user would begin; undefined where there can be none */
function maskFrom(text: string, from: number | undefined): string {
  const end = text.lastIndexOf('@');
  return from === undefined || end < from
    ? text
    : text.slice(0, from) + maskUser(text.slice(from, end)) + text.slice(end);
}

/** A user, or a user and a password. */
function maskUser(written: string): string {
  const colon = written.indexOf(':');
  if (colon < 0) return maskSecret(written);
  return `${maskSecret(written.slice(0, colon))}:${maskSecret(written.slice(colon + 1))}`;
}

const secretInQuery = /((?:key|secret|token|password)s?=)([^\s&#"']+)/gi;

function maskQuery(text: string): string {
  return text.replace(secretInQuery, (_found, name: string, value: string) => name + maskSecret(value));
}
