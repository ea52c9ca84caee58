/** How files begin, read as Latin-1, and what they are then. */
const beginnings: readonly [string, string][] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['%PDF-', 'application/pdf'],
  ['fLaC', 'audio/flac'],
  ['#!AMR', 'audio/amr'],
  ['ID3', 'audio/mpeg'],
  ['\xff\xfb', 'audio/mpeg'],
  ['\xff\xf3', 'audio/mpeg'],
  ['\xff\xf2', 'audio/mpeg'],
  ['\xff\xf1', 'audio/aac'],
  ['\xff\xf9', 'audio/aac'],
];

/** Kinds of RIFF, by the four letters after its size. */
const riffForms = new Map([
  ['WEBP', 'image/webp'],
  ['WAVE', 'audio/wav'],
  ['AVI ', 'video/x-msvideo'],
]);

/** Kinds of the ISO media container that are not just MP4, by their brand. */
const isoBrands = new Map([
  ['heic', 'image/heic'],
  ['heix', 'image/heic'],
  ['mif1', 'image/heif'],
  ['avif', 'image/avif'],
  ['M4A ', 'audio/mp4'],
  ['qt  ', 'video/quicktime'],
  ['3gp4', 'video/3gpp'],
  ['3gp5', 'video/3gpp'],
]);

const openXml = 'application/vnd.openxmlformats-officedocument';

/** Folders by which an Office file is told from another ZIP archive. */
const officeFolders = new Map([
  ['word/', `${openXml}.wordprocessingml.document`],
  ['xl/', `${openXml}.spreadsheetml.sheet`],
  ['ppt/', `${openXml}.presentationml.presentation`],
]);

/** How far into a file is looked. An Office file may begin with entries that say nothing. */
const headBytes = 8192;

/**
 * Tells the media type of a file by its first bytes.
 *
 * @returns undefined for what is none of the common kinds: images, PDF, ZIP and Office files, audio, video
 */
export function sniffMime(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headBytes)).toString('latin1');
  if (head.startsWith('RIFF')) return riffForms.get(head.slice(8, 12));
  if (head.slice(4, 8) === 'ftyp') return isoBrands.get(head.slice(8, 12)) ?? 'video/mp4';
  if (head.startsWith('OggS')) return head.includes('theora') ? 'video/ogg' : 'audio/ogg';
  if (head.startsWith('\x1aE\xdf\xa3')) return head.includes('webm') ? 'video/webm' : 'video/x-matroska';
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return zipToMime(head);
  // Two letters alone would be too little, texts begin with them: the reserved bytes behind the size are always zero.
  if (head.startsWith('BM') && head.slice(6, 10) === '\0\0\0\0') return 'image/bmp';
  return beginnings.find(([beginning]) => head.startsWith(beginning))?.[1];
}

function zipToMime(head: string): string {
  // Every entry begins with this header, 30 bytes long with its name behind it.
  for (const entry of head.split('PK\x03\x04').slice(1)) {
    const name = entry.slice(26);
    // OpenDocument and EPUB name their type in the first entry, uncompressed.
    const declared = /^mimetype(application\/[\w.+-]+?)(?:PK|$)/.exec(name)?.[1];
    if (declared !== undefined) return declared;
    for (const [folder, mediaType] of officeFolders) if (name.startsWith(folder)) return mediaType;
  }
  return 'application/zip';
}
