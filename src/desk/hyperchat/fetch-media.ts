import { ApiError } from '../../core/errors.ts';
import type { BaseUrl } from '../../net/base-url.ts';
import { parseFileUrl } from '../../net/file-url.ts';
import type { GuardedFetch } from '../../net/guarded-fetch.ts';
import type { AgentDesk } from '../agent-desk.ts';
import { credentialHeaders } from './hyperchat-caller.ts';

export interface MediaFetchOptions {
  files: Pick<GuardedFetch, 'fetch'>;
  base: BaseUrl;
  appId: string;
  secret: string;
}

/**
 * Creates the way to the files of messages. HyperChat's own are opened with the app's credentials, in headers and, only
 * where these are refused, in the query, which the vendor's client does (HyperChat docs: media). All other files are
 * fetched as anybody could.
 */
export function createMediaFetch({ files, base, appId, secret }: MediaFetchOptions): AgentDesk['fetchMedia'] {
  return async (address) => {
    const url = resolveMediaUrl(base, address);
    if (!isOwnMedia(base, url)) return files.fetch({ url: url.href, service: 'desk' });
    const credentials = { origin: base.origin, headers: credentialHeaders(appId, secret), secret };
    try {
      return await files.fetch({ url: url.href, service: 'desk', credentials });
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 403)) throw error;
    }
    url.searchParams.set('appId', appId);
    url.searchParams.set('secret', secret);
    return files.fetch({ url: url.href, service: 'desk', credentials: { ...credentials, headers: {} } });
  };
}

/** Addresses without a host are relative to the API's root, whether they begin with a slash or not. */
function resolveMediaUrl({ origin, path }: BaseUrl, address: string): URL {
  const isPathOfRoot = address.startsWith('/') && !address.startsWith('//') && !address.startsWith(`${path}/`);
  return parseFileUrl(isPathOfRoot ? address.slice(1) : address, new URL(`${origin}${path}/`));
}

/**
 * Whether an address is one of HyperChat's files. Agents write addresses too, and some GETs of the API change
 * something, so nothing else is opened with the credentials: neither another path nor one that only looks like this.
 */
function isOwnMedia({ origin, path }: BaseUrl, url: URL): boolean {
  const isMedia = url.origin === origin && url.pathname.startsWith(`${path}/media/`);
  return isMedia && !/%(2f|5c|2e|25)|\/\//i.test(url.pathname);
}
