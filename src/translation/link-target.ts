/** Schemes that run something or point into the reader's own machine. */
const unfit = new Set([
  ...['javascript', 'livescript', 'vbscript', 'data', 'file', 'filesystem', 'blob', 'about', 'view-source'],
  ...['chrome', 'resource', 'jar', 'cid', 'mid'],
]);

/** As browsers read an address: without control characters (they hide schemes) and white space at its ends. */
function tidyAddress(address: string): string {
  const tidy = address.replace(/\p{Cc}+/gu, '').trim();
  if (tidy.startsWith('//')) return `https:${tidy}`;
  return /^www\./i.test(tidy) ? `https://${tidy}` : tidy;
}

/** An absolute http or https address, fit to stand in a text; undefined for anything else. */
export function webAddress(address: string): string | undefined {
  const tidy = escapeBreaks(tidyAddress(address));
  return /^https?:\/\/[^/]/i.test(tidy) && URL.canParse(tidy) ? tidy : undefined;
}

/** Where a reader, and the programs that make links of addresses, would believe the address to end. */
function escapeBreaks(address: string): string {
  return address.replace(/[\s<>"]/gu, encodeURIComponent);
}

/**
 * An address in the form of the URL standard: signs that no address may hold in per cent, names of servers in
 * punycode. What cannot be read as an address stays as it is.
 */
export function standardAddress(address: string): string {
  return URL.parse(address)?.href ?? address;
}

/** The address that a button opens, or why it opens none. */
export type ButtonAddress = { uri: string } | { fault: string };

/** Reads the address of a button: one of the web, or of another program (`tel:`, `mailto:`, ...). */
export function buttonAddress(address: string): ButtonAddress {
  const tidy = tidyAddress(address);
  if (tidy === '') return { fault: 'has no address' };
  const scheme = schemeOf(tidy);
  if (scheme === undefined) return { fault: 'has an address that does not begin with https://, tel: or the like' };
  if (unfit.has(scheme)) return { fault: `has a ${scheme}: address, which is never sent` };
  const uri = scheme === 'http' || scheme === 'https' ? webAddress(tidy) : otherAddress(scheme, tidy);
  return uri === undefined ? { fault: `has an address that is none, although it begins with ${scheme}:` } : { uri };
}

/** `tel:` and the like: what follows the scheme has to say something, in one piece. */
function otherAddress(scheme: string, address: string): string | undefined {
  const written = address.slice(scheme.length + 1).trim();
  const rest = phoneSchemes.has(scheme) ? written.replace(/\s+/gu, '') : written;
  const isMail = scheme === 'mailto';
  if (!/[\p{L}\p{N}]/u.test(rest) || (!isMail && /\s/u.test(rest))) return undefined;
  const uri = `${scheme}:${rest.replace(/[\s<>"]+/gu, encodeURIComponent)}`;
  return URL.canParse(uri) ? uri : undefined;
}

const phoneSchemes = new Set(['tel', 'sms', 'mms', 'callto', 'fax']);

/** The scheme of an address; `shop.example:8080` has none, that is a server and its port. */
function schemeOf(address: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined) return undefined;
  const isServer = scheme === 'localhost' || scheme.includes('.');
  return isServer && /^\d{1,5}(?:$|[/?#])/.test(address.slice(scheme.length + 1)) ? undefined : scheme;
}

export interface LinkTarget {
  /** What to write for the link; undefined when its text has to do. */
  shown?: string;
  /** For the log, when an editor has to mend the link. */
  note?: string;
}

/** What a link's `href` is to somebody who reads plain text. */
export function linkTarget(href: string): LinkTarget {
  const tidy = tidyAddress(href);
  if (tidy === '' || tidy.startsWith('#')) return {};
  const scheme = schemeOf(tidy);
  if (scheme === undefined) return { note: 'a link has a relative address; only its text is shown' };
  if (unfit.has(scheme)) return { note: `a link with a ${scheme}: address is shown as its text` };
  if (scheme === 'mailto') return bareAddress(tidy.slice('mailto:'.length).replace(/\?.*$/s, ''));
  if (scheme === 'tel') return bareAddress(tidy.slice('tel:'.length));
  return { shown: escapeBreaks(tidy) };
}

function bareAddress(address: string): LinkTarget {
  const shown = decoded(address)
    .replace(/[\s<>"]+/gu, ' ')
    .trim();
  return shown === '' ? {} : { shown };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** True when a link's text says where it leads, so that the address need not follow it. */
export function sameAddress(text: string, target: string): boolean {
  return comparable(text) === comparable(target);
}

function comparable(address: string): string {
  const bare = address.trim().toLowerCase();
  if (/^[+(]?\d[\d\s()./-]*$/.test(bare)) return bare.replace(/[^\d+]/g, '');
  return bare.replace(/^(?:https?:\/\/|mailto:|tel:)/, '').replace(/\/$/, '');
}
