/** A media type, and how the bytes of such a file begin. */
interface Signature {
  mediaType: string;
  /** Position of the magic bytes. */
  at: number;
  /** As Latin-1. */
  magic: string;
}

const signatures: readonly Signature[] = [
  { mediaType: 'image/png', at: 0, magic: '\x89PNG\r\n\x1a\n' },
  { mediaType: 'image/jpeg', at: 0, magic: '\xff\xd8\xff' },
  { mediaType: 'image/gif', at: 0, magic: 'GIF8' },
  { mediaType: 'image/bmp', at: 0, magic: 'BM' },
  { mediaType: 'image/tiff', at: 0, magic: 'II*\0' },
  { mediaType: 'image/tiff', at: 0, magic: 'MM\0*' },
  { mediaType: 'application/pdf', at: 0, magic: '%PDF-' },
  { mediaType: 'audio/flac', at: 0, magic: 'fLaC' },
  { mediaType: 'audio/amr', at: 0, magic: '#!AMR' },
  { mediaType: 'audio/mpeg', at: 0, magic: 'ID3' },
  { mediaType: 'audio/mpeg', at: 0, magic: '\xff\xfb' },
  { mediaType: 'audio/mpeg', at: 0, magic: '\xff\xf3' },
  { mediaType: 'audio/mpeg', at: 0, magic: '\xff\xf2' },
  { mediaType: 'audio/aac', at: 0, magic: '\xff\xf1' },
  { mediaType: 'audio/aac', at: 0, magic: '\xff\xf9' },
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
  return signatures.find(({ at, magic }) => head.startsWith(magic, at))?.mediaType;
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
