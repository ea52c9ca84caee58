/** Extensions for files whose name has none; whoever receives a file may judge it by its extension. */
const extensions = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/heic', 'heic'],
  ['application/pdf', 'pdf'],
  ['application/zip', 'zip'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx'],
  ['text/plain', 'txt'],
  ['text/csv', 'csv'],
  ['video/mp4', 'mp4'],
  ['video/webm', 'webm'],
  ['video/quicktime', 'mov'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp4', 'm4a'],
  ['audio/ogg', 'ogg'],
  ['audio/wav', 'wav'],
  ['audio/aac', 'aac'],
]);

const longestName = 100;

/**
 * The name of a downloaded file: as its `Content-Disposition` says (RFC 6266), else the last part of its address.
 * It is one path segment without control characters and, where its type is known, has an extension.
 */
export function fileName(url: URL, disposition: string | undefined, mediaType: string): string {
  const name = toPlainName(dispositionToName(disposition ?? '') ?? decode(url.pathname));
  const stem = name === '' ? 'file' : name;
  const extension = extensions.get(mediaType);
  return extension === undefined || /\.[a-z0-9]{1,5}$/i.test(stem) ? stem : `${stem}.${extension}`;
}

function dispositionToName(disposition: string): string | undefined {
  const encoded = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decode(encoded);
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  return plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2];
}

/** The last part of a path, cut at its beginning so that the extension survives. */
function toPlainName(path: string): string {
  const segment = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return segment
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(-longestName)
    .toWellFormed();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
