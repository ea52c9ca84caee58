import { extensionOf, withExtension } from './file-extension.ts';

const longestName = 100;

/** What the sender of a file says about it. */
export interface FileCalled {
  /** A name, or a description: only what has an extension counts as a name. */
  name?: string | undefined;
  mediaType?: string | undefined;
}

/** What came with a file. */
export interface FileOrigin {
  url: URL;
  /** The header `Content-Disposition`. */
  disposition?: string | undefined;
  /** As far as it is known. */
  mediaType: string;
  /** Given for a user's file, which a desk judges by its extension: that is then the one of its type. */
  called?: FileCalled | undefined;
}

/**
 * The name of a downloaded file: as its sender calls it, else as its `Content-Disposition` says (RFC 6266), else the
 * last part of its address. It is one path segment without control characters and, where its type is known, has an
 * extension.
 */
export function fileName({ url, disposition = '', mediaType, called }: FileOrigin): string {
  const given = toPlainName(called?.name ?? '');
  const found = toPlainName(dispositionToName(disposition) ?? decode(url.pathname));
  const name = (extensionOf(given) === undefined ? found : given) || 'file';
  if (called === undefined && extensionOf(name) !== undefined) return name;
  return withExtension(name, typeOf(mediaType, called?.mediaType));
}

/** What the bytes and their server do not tell, the sender may. */
function typeOf(found: string, called: string | undefined): string {
  if (found !== 'application/octet-stream') return found;
  return called?.split(';', 1)[0]?.trim().toLowerCase() || found;
}

function dispositionToName(disposition: string): string | undefined {
  const encoded = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decode(encoded);
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  return plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2];
}

/** More than any name, so that nothing long is gone through. */
const longestPath = 4_000;

/**
 * Signs that nobody sees and that make a name look like another: control characters, separators, those that turn the
 * direction of writing around. Two of the invisible ones are letters of some scripts, and hold emoji together.
 */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The last part of a path, cut at its beginning so that the extension survives. */
function toPlainName(path: string): string {
  const plain = path
    .slice(-longestPath)
    .replace(unseen, '')
    .replace(/%(2f|5c)/gi, '/');
  const segment = plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
  return withoutDots(segment.slice(-longestName).toWellFormed().trim());
}

/** A name of dots is another folder, one that begins with a dot is hidden, and one that ends with it has no extension. */
function withoutDots(name: string): string {
  let [from, to] = [0, name.length];
  while (from < to && /[.\s]/.test(name[from] ?? '')) from += 1;
  while (to > from && /[.\s]/.test(name[to - 1] ?? '')) to -= 1;
  return name.slice(from, to);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
