import mime from 'mime';

/**
 * What people and desks call files of a type, the usual extension first: registries list others before it (`oga`,
 * `mpga`, `qt`), and a desk that lets `ogg` in refuses them.
 */
const usual: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/jpg': ['jpg', 'jpeg'],
  'image/pjpeg': ['jpg', 'jpeg'],
  'image/tiff': ['tif', 'tiff'],
  'audio/ogg': ['ogg'],
  'audio/opus': ['ogg'],
  'application/ogg': ['ogg'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/aac': ['aac'],
  'audio/aacp': ['aac'],
  'audio/webm': ['webm'],
  'audio/flac': ['flac'],
  'audio/3gpp': ['3gp'],
  'audio/3gpp2': ['3g2'],
  'video/3gpp': ['3gp'],
  'video/3gpp2': ['3g2'],
  'video/mp4': ['mp4', 'm4v'],
  'video/mpeg': ['mpg', 'mpeg'],
  'video/quicktime': ['mov'],
  'application/x-pdf': ['pdf'],
  'text/vcard': ['vcf'],
};

/** Types that many kinds of files have: of these the name tells more. */
const vague = /^text\/|\/(zip|x-zip-compressed|json|xml|x-cfb|x-ole-storage)$/;

/** Extensions that programs give when they know no better, or that only some know. */
const meaningless = new Set(['bin', 'dat', 'tmp', 'file', 'blob', 'download', 'jfif', 'opus', 'pjpeg']);

/** The name with the extension that files of its type have. A part of the name that only looks like one stays. */
export function withExtension(name: string, mediaType: string): string {
  const extension = extensionOf(name);
  if (mediaType === 'application/octet-stream') return name;
  if (extension !== undefined && vague.test(mediaType)) return name;
  const wanted =
    usual[mediaType] ?? [mime.getExtension(mediaType) ?? [], ...(mime.getAllExtensions(mediaType) ?? [])].flat();
  const [first] = wanted;
  if (first === undefined || (extension !== undefined && wanted.includes(extension))) return name;
  const isOne = extension !== undefined && (meaningless.has(extension) || mime.getType(extension) !== null);
  return `${isOne ? name.slice(0, -extension.length - 1) : name}.${first}`;
}

/** In lower case; a number behind a dot is none: `Report 1.2`. */
export function extensionOf(name: string): string | undefined {
  const extension = /[^.]\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase();
  return extension !== undefined && /[a-z]/.test(extension) ? extension : undefined;
}
