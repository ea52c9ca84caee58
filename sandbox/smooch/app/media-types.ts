/** What the first bytes of a file must be. */
type Signature = (bytes: Uint8Array) => boolean;

interface MediaType {
  mime: string;
  signature: Signature;
}

const startsWith =
  (...beginnings: string[]): Signature =>
  (bytes) =>
    beginnings.some((beginning) => latin1(bytes, 0, beginning.length) === beginning);

const hasAt =
  (offset: number, mark: string): Signature =>
  (bytes) =>
    latin1(bytes, offset, mark.length) === mark;

const isText: Signature = (bytes) => !bytes.subarray(0, 4096).includes(0);

const zip = startsWith('PK\x03\x04', 'PK\x05\x06');
const ole = startsWith('\xd0\xcf\x11\xe0');
const isoMedia = hasAt(4, 'ftyp');
const tiff = startsWith('II*\0', 'MM\0*');
const mpegAudio = startsWith('ID3', '\xff\xfb', '\xff\xf3', '\xff\xf2');
const matroska = startsWith('\x1a\x45\xdf\xa3');
const asf = startsWith('\x30\x26\xb2\x75');

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** The files that may be uploaded, by extension (Smooch docs: validating files). */
const byExtension: Record<string, MediaType> = {
  '3gp': { mime: 'video/3gpp', signature: isoMedia },
  '7z': { mime: 'application/x-7z-compressed', signature: startsWith('7z\xbc\xaf\x27\x1c') },
  aac: { mime: 'audio/aac', signature: startsWith('\xff\xf1', '\xff\xf9') },
  amr: { mime: 'audio/amr', signature: startsWith('#!AMR') },
  avi: { mime: 'video/x-msvideo', signature: startsWith('RIFF') },
  bmp: { mime: 'image/bmp', signature: startsWith('BM') },
  csv: { mime: 'text/csv', signature: isText },
  doc: { mime: 'application/msword', signature: ole },
  docx: { mime: `${office}.wordprocessingml.document`, signature: zip },
  eml: { mime: 'message/rfc822', signature: isText },
  gif: { mime: 'image/gif', signature: startsWith('GIF87a', 'GIF89a') },
  heic: { mime: 'image/heic', signature: isoMedia },
  heif: { mime: 'image/heif', signature: isoMedia },
  ics: { mime: 'text/calendar', signature: isText },
  jpeg: { mime: 'image/jpeg', signature: startsWith('\xff\xd8\xff') },
  jpg: { mime: 'image/jpeg', signature: startsWith('\xff\xd8\xff') },
  json: { mime: 'application/json', signature: isText },
  key: { mime: 'application/vnd.apple.keynote', signature: zip },
  log: { mime: 'text/plain', signature: isText },
  m4a: { mime: 'audio/mp4', signature: isoMedia },
  m4v: { mime: 'video/x-m4v', signature: isoMedia },
  md: { mime: 'text/markdown', signature: isText },
  mkv: { mime: 'video/x-matroska', signature: matroska },
  mov: { mime: 'video/quicktime', signature: isoMedia },
  mp3: { mime: 'audio/mpeg', signature: mpegAudio },
  mp4: { mime: 'video/mp4', signature: isoMedia },
  mpeg: { mime: 'video/mpeg', signature: startsWith('\0\0\x01') },
  mpg: { mime: 'video/mpeg', signature: startsWith('\0\0\x01') },
  numbers: { mime: 'application/vnd.apple.numbers', signature: zip },
  odp: { mime: `${openDocument}.presentation`, signature: zip },
  ods: { mime: `${openDocument}.spreadsheet`, signature: zip },
  odt: { mime: `${openDocument}.text`, signature: zip },
  oga: { mime: 'audio/ogg', signature: startsWith('OggS') },
  ogg: { mime: 'audio/ogg', signature: startsWith('OggS') },
  ogv: { mime: 'video/ogg', signature: startsWith('OggS') },
  opus: { mime: 'audio/ogg', signature: startsWith('OggS') },
  pages: { mime: 'application/vnd.apple.pages', signature: zip },
  pdf: { mime: 'application/pdf', signature: startsWith('%PDF') },
  png: { mime: 'image/png', signature: startsWith('\x89PNG\r\n\x1a\n') },
  ppt: { mime: 'application/vnd.ms-powerpoint', signature: ole },
  pptx: { mime: `${office}.presentationml.presentation`, signature: zip },
  rar: { mime: 'application/vnd.rar', signature: startsWith('Rar!') },
  rtf: { mime: 'application/rtf', signature: startsWith('{\\rtf') },
  tif: { mime: 'image/tiff', signature: tiff },
  tiff: { mime: 'image/tiff', signature: tiff },
  txt: { mime: 'text/plain', signature: isText },
  vcf: { mime: 'text/vcard', signature: isText },
  wav: { mime: 'audio/wav', signature: startsWith('RIFF') },
  weba: { mime: 'audio/webm', signature: matroska },
  webm: { mime: 'video/webm', signature: matroska },
  webp: { mime: 'image/webp', signature: startsWith('RIFF') },
  wma: { mime: 'audio/x-ms-wma', signature: asf },
  wmv: { mime: 'video/x-ms-wmv', signature: asf },
  xls: { mime: 'application/vnd.ms-excel', signature: ole },
  xlsx: { mime: `${office}.spreadsheetml.sheet`, signature: zip },
  xml: { mime: 'application/xml', signature: isText },
  yaml: { mime: 'application/yaml', signature: isText },
  yml: { mime: 'application/yaml', signature: isText },
  zip: { mime: 'application/zip', signature: zip },
};

/** The media type of a file or URL path by its extension; undefined for one that is not on the list. */
export function mediaTypeOf(name: string): string | undefined {
  return byExtension[extensionOf(name)]?.mime;
}

/** Why a file would not be taken (Smooch: 415), or undefined when it is fine. */
export function whyRejected(name: string, bytes: Uint8Array): string | undefined {
  const extension = extensionOf(name);
  const type = byExtension[extension];
  if (type === undefined) return `File rejected: the extension "${extension}" is not allowed`;
  if (type.signature(bytes)) return undefined;
  return `File rejected: the content is not what the extension "${extension}" says`;
}

function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

function latin1(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', offset, offset + length);
}
