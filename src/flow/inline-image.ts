import type { UploadedFile } from './ports.ts';

/** Images that editors put into a text as they are, and the extensions by which others judge them. */
const extensions = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);

/**
 * The image that a `data:` address holds.
 * @returns undefined for one that is no image in base64, or of a kind that channels do not show
 */
export function dataUrlToImage(url: string): UploadedFile | undefined {
  const comma = url.indexOf(',');
  const [mediaType = '', ...parameters] = url.slice('data:'.length, comma).toLowerCase().split(';');
  const extension = extensions.get(mediaType);
  if (comma < 0 || extension === undefined || parameters.at(-1) !== 'base64') return undefined;
  const bytes = Buffer.from(url.slice(comma + 1), 'base64');
  return bytes.length === 0 ? undefined : { bytes, mediaType, name: `image.${extension}` };
}
