import type { Clock } from '../../core/clock.ts';
import { NotConfiguredError, WireError } from '../../core/errors.ts';
import { type BaseUrl, parseBaseUrl } from '../../net/base-url.ts';
import type { HttpCall, HttpClient, HttpResponse } from '../../net/http-client.ts';
import { parseJson } from '../../net/loose-json.ts';
import type { AppTokenSource } from './app-token.ts';
import { parseSmoochError } from './parse-error.ts';
import type { KeyPair, SmoochCredentials } from './wire.ts';

/** One call to Smooch. */
export interface SmoochCall extends Pick<HttpCall, 'operation' | 'method' | 'body' | 'timeoutMs' | 'signal'> {
  appId: string;
  /** Path behind `/v1.1/apps/{appId}`. */
  path: string;
  contentType?: string;
}

/** Makes a call with the app's key; throws ApiError for every answer outside of 2xx. */
export type SmoochCaller = (call: SmoochCall) => Promise<HttpResponse>;

export interface SmoochCallerOptions {
  http: HttpClient;
  base: BaseUrl;
  credentials: SmoochCredentials;
  toAuthorization: AppTokenSource;
  clock: Clock;
}

/** `smooch.url` is an origin or prefix; the version is ours to add, and forgiven when it is there already. */
export function parseSmoochUrl(url: string): BaseUrl {
  const base = parseBaseUrl(url);
  if (base === undefined) throw new NotConfiguredError(`smooch.url is no http(s) address: "${url}"`);
  return { origin: base.origin, path: `${base.path.replace(/\/v1\.1$/, '')}/v1.1` };
}

/** Everything of Smooch goes through here: key, repeat with a newer key, errors. */
export function createSmoochCaller(options: SmoochCallerOptions): SmoochCaller {
  const { http, base, credentials, toAuthorization, clock } = options;

  async function send(call: SmoochCall, pair: KeyPair): Promise<HttpResponse> {
    const { operation, method, body, timeoutMs, signal } = call;
    const authorization = await toAuthorization(pair);
    return http.call({
      service: 'smooch',
      operation,
      method,
      origin: base.origin,
      path: `${base.path}/apps/${encodeURIComponent(call.appId)}${call.path}`,
      headers: body === undefined ? { authorization } : headersWithBody(authorization, call.contentType),
      body,
      timeoutMs,
      signal,
    });
  }

  return async (call) => {
    let pair = await credentials.current(call.appId);
    let response = await send(call, pair);
    if (response.status === 401) {
      const newer = await credentials.refused(pair);
      // The same pair would be refused again.
      if (newer !== undefined && !isSamePair(newer, pair)) {
        pair = newer;
        response = await send(call, newer);
      }
    }
    if (response.status >= 200 && response.status < 300) return response;
    throw parseSmoochError(call.operation, response, clock.now(), [pair.key, pair.secret]);
  };
}

function isSamePair(a: KeyPair, b: KeyPair): boolean {
  return a.key === b.key && a.secret === b.secret;
}

function headersWithBody(authorization: string, contentType = 'application/json'): Record<string, string> {
  return { authorization, 'content-type': contentType };
}

/**
 * Takes what a call is about out of its answer.
 *
 * @param read gives undefined when it is not there
 * @throws WireError then
 */
export function readResponse<T>(operation: string, response: HttpResponse, read: (body: unknown) => T | undefined): T {
  const result = read(parseJson(response.text));
  if (result === undefined) throw new WireError('Smooch', [`no usable answer to "${operation}"`]);
  return result;
}
