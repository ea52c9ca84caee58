/** An address in the two parts every call is made of, so that no call has to parse a URL. */
export interface BaseUrl {
  /** `https://host:port`. */
  readonly origin: string;
  /** Path before the operation's own, without a slash at its end; may be empty. */
  readonly path: string;
}

/**
 * Takes an address apart.
 *
 * @returns undefined when the text is no http(s) address
 */
export function parseBaseUrl(text: string): BaseUrl | undefined {
  const url = URL.parse(text.trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}
