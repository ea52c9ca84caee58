import { FetchRefusedError } from './fetch-refused-error.ts';

/**
 * Reads the address of a file.
 *
 * @param base what it may be relative to
 * @throws FetchRefusedError when it is no http(s) address
 */
export function parseFileUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new FetchRefusedError('the address of the file is no http(s) address');
  }
  return url;
}
