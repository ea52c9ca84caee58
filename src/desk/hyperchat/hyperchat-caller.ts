import type { Clock } from '../../core/clock.ts';
import { WireError } from '../../core/errors.ts';
import type { BaseUrl } from '../../net/base-url.ts';
import type { HttpCall, HttpClient } from '../../net/http-client.ts';
import { parseJson } from '../../net/loose-json.ts';
import { findBodyError, parseHyperChatError } from './parse-error.ts';

/** One call to HyperChat. */
export interface HyperChatCall<T> extends Pick<HttpCall, 'operation' | 'method'> {
  /** Path behind `/v1`, as the documentation writes it, and query. */
  path: string;
  /** Sent as JSON. */
  json?: unknown;
  multipart?: { contentType: string; body: Uint8Array };
  /** Milliseconds; default: that of every call. */
  timeoutMs?: number;
  /** Takes what the call is about out of the body; undefined when it is not there. */
  read: (body: unknown) => T | undefined;
}

/** Makes a call with the app's credentials; throws ApiError or WireError. */
export type HyperChatCaller = <T>(call: HyperChatCall<T>) => Promise<T>;

export interface HyperChatCallerOptions {
  http: HttpClient;
  base: BaseUrl;
  appId: string;
  secret: string;
  /** Limit for a call, milliseconds. */
  timeoutMs: number;
  clock: Clock;
}

/** The headers that open the API, and nothing else may see (HyperChat docs: API setup). */
export function credentialHeaders(appId: string, secret: string): Record<string, string> {
  return { 'x-hyper-appid': appId, 'x-hyper-secret': secret };
}

/** Everything of HyperChat but files from it goes through here: credentials, time limit, errors. */
export function createHyperChatCaller(options: HyperChatCallerOptions): HyperChatCaller {
  const { http, base, secret, clock } = options;
  const headers = credentialHeaders(options.appId, secret);

  return async (call) => {
    const { operation, method, json, multipart } = call;
    const contentType = multipart?.contentType ?? 'application/json';
    const body = multipart?.body ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await http.call({
      service: 'desk',
      operation,
      method,
      origin: base.origin,
      path: base.path + call.path,
      headers: body === undefined ? headers : { ...headers, 'content-type': contentType },
      body,
      timeoutMs: call.timeoutMs ?? options.timeoutMs,
    });
    const answer = parseJson(response.text);
    const isSuccess = response.status >= 200 && response.status < 300 && findBodyError(answer) === undefined;
    if (!isSuccess) throw parseHyperChatError(operation, response, clock.now(), secret);
    const result = call.read(answer);
    if (result === undefined) throw new WireError('HyperChat', [`no usable answer to "${operation}"`]);
    return result;
  };
}
