import type { Clock } from '../core/clock.ts';
import { WireError } from '../core/errors.ts';
import type { HttpClient, HttpResponse } from '../net/http-client.ts';
import { parseJson } from '../net/loose-json.ts';
import type { AccessToken, AccessTokenSource } from './access-token.ts';
import { bodyToFailure, parseBotError } from './parse-error.ts';

/** One call to the Chatbot API. */
export interface BotCall<T> {
  operation: string;
  method: 'GET' | 'POST';
  /** Path behind the address that came with the token: `/v1/...`. */
  path: string;
  /** Headers beside those of the token. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
  timeoutMs: number;
  /** Takes what the call is about out of the body; undefined when it is not there. */
  read: (body: unknown) => T | undefined;
}

/** Makes a call with a fresh token; throws ApiError or WireError. */
export type BotCaller = <T>(call: BotCall<T>) => Promise<T>;

export interface BotCallerOptions {
  http: HttpClient;
  tokens: AccessTokenSource;
  clock: Clock;
  /** Must not appear in an error. */
  secrets: readonly string[];
}

/** Everything of the Chatbot API goes through here: token, repeat after a refused token, errors of every shape. */
export function createBotCaller(options: BotCallerOptions): BotCaller {
  const { http, tokens, clock, secrets } = options;

  function send(call: BotCall<unknown>, token: AccessToken): Promise<HttpResponse> {
    const headers = call.body === undefined ? token.headers : token.bodyHeaders;
    return http.call({
      service: 'chatbot',
      operation: call.operation,
      method: call.method,
      origin: token.base.origin,
      path: token.base.path + call.path,
      headers: call.headers === undefined ? headers : { ...headers, ...call.headers },
      body: call.body,
      timeoutMs: call.timeoutMs,
    });
  }

  /** The answer, and the token it was given to. */
  async function sendWithToken(call: BotCall<unknown>): Promise<{ response: HttpResponse; token: AccessToken }> {
    const token = await tokens.current();
    const response = await send(call, token);
    if (!isTokenRefused(response)) return { response, token };
    // An expired token is a 403 of the gateway, not a 401 (Inbenta docs: gateway errors).
    const newer = await tokens.afterRefusal(token);
    if (newer === undefined) return { response, token };
    const repeated = await send(call, newer);
    if (isTokenRefused(repeated)) tokens.giveUpOn(newer);
    return { response: repeated, token: newer };
  }

  return async (call) => {
    const { response, token } = await sendWithToken(call);
    if (response.status >= 200 && response.status < 300) {
      const result = readBody(call, parseJson(response.text));
      if (result !== undefined) return result;
      if (!isError(response)) throw new WireError('The Chatbot API', [`no usable answer to "${call.operation}"`]);
    }
    throw parseBotError(call.operation, response, clock.now(), [
      ...secrets,
      ...credentialsIn(token.headers),
      ...credentialsIn(call.headers ?? {}),
    ]);
  };
}

/** The tokens in headers, without the word before them: an error may repeat what it was sent. */
function credentialsIn(headers: Readonly<Record<string, string>>): string[] {
  const names = ['authorization', 'x-inbenta-session'];
  return names.flatMap((name) => headers[name]?.split(' ').at(-1) ?? []);
}

function isTokenRefused(response: HttpResponse): boolean {
  return response.status === 401 || response.status === 403;
}

/** A 200 whose body is an error is one, even when what was asked for stands beside it. */
function readBody<T>(call: BotCall<T>, body: unknown): T | undefined {
  return bodyToFailure(body, false) === undefined ? call.read(body) : undefined;
}

/** Whether a 200 without the expected content is an error in one of the known shapes. */
function isError(response: HttpResponse): boolean {
  return (
    bodyToFailure(parseJson(response.text), true) !== undefined || response.text.includes('Endpoint request timed out')
  );
}
