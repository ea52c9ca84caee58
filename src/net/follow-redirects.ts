import type { Dispatcher } from 'undici';
import { FetchRefusedError } from './fetch-refused-error.ts';
import { parseFileUrl } from './file-url.ts';
import type { MediaTransport } from './media-transport.ts';

/** What opens a file to us at one place. */
export interface FetchCredentials {
  /** The only origin that gets the headers; a redirect to another one loses them for good. */
  origin: string;
  headers: Readonly<Record<string, string>>;
  /** Must not leave in an address either: a redirect to another origin that holds it is refused. */
  secret: string;
}

/** A download on its way. */
export interface Trail {
  /** Where it has come to. */
  url: URL;
  credentials: FetchCredentials | undefined;
  signal: AbortSignal;
}

const mostRedirects = 5;

/**
 * Asks for `trail.url` and for what it redirects to, each address checked anew.
 *
 * @returns the first answer that is no redirect; its body has not been read
 * @throws FetchRefusedError for a forbidden address and for more than five redirects
 */
export async function followRedirects(transport: MediaTransport, trail: Trail): Promise<Dispatcher.ResponseData> {
  const { credentials, signal } = trail;
  let isTrusted = credentials?.origin === trail.url.origin;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    // Images and documents are compressed already; the wish for more would only cost both sides time.
    const headers = { 'accept-encoding': 'identity', ...(isTrusted ? credentials?.headers : undefined) };
    const response = await transport.open(trail.url, headers, signal);
    const target = redirectTarget(response, trail.url);
    if (target === undefined) return response;
    response.body.destroy();
    if (credentials !== undefined) refuseLeak(target, credentials);
    isTrusted &&= target.origin === credentials?.origin;
    trail.url = target;
  }
  throw new FetchRefusedError(`the file is behind more than ${mostRedirects} redirects`);
}

function redirectTarget(response: Dispatcher.ResponseData, from: URL): URL | undefined {
  const { location } = response.headers;
  const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode);
  return isRedirect && typeof location === 'string' ? parseFileUrl(location, from) : undefined;
}

function refuseLeak(target: URL, { origin, secret }: FetchCredentials): void {
  if (target.origin === origin) return;
  const forms = [target.href, ...target.searchParams.values()];
  if (forms.some((form) => form.includes(secret) || form.includes(encodeURIComponent(secret)))) {
    throw new FetchRefusedError(`${origin} redirects to ${target.origin} with our secret in the address`);
  }
}
