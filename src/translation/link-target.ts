/** Schemes that run something or point into the reader's own machine. */
const unfit = new Set(['javascript', 'vbscript', 'data', 'file', 'blob', 'about']);

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
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(tidy)?.[1]?.toLowerCase();
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
