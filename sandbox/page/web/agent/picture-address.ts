import { deskMediaUrl } from './desk-media-url.ts';

/**
 * Where the page reads a picture that stands in an HTML text. Files of HyperChat itself need credentials, which the page
 * does not have: they come through the sandbox. Everything else, such as the bot's pictures, has an address of its own.
 * @param deskUrl where HyperChat listens
 */
export function pictureAddress(source: string, deskUrl: string): string {
  const address = URL.parse(source, deskUrl);
  const isOfDesk = address?.origin === new URL(deskUrl).origin;
  const id = isOfDesk && /\/media\/([\w-]+)$/.exec(address.pathname)?.[1];
  return id ? deskMediaUrl(id) : source;
}
