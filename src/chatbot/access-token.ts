import type { Clock } from '../core/clock.ts';
import { ApiError } from '../core/errors.ts';
import type { BaseUrl } from '../net/base-url.ts';
import type { HttpClient } from '../net/http-client.ts';
import { parseJson } from '../net/loose-json.ts';
import { type Grant, parseGrant } from './parse-auth.ts';
import { bodyToFailure, parseBotError } from './parse-error.ts';

/** A token as calls use it: where to, and with which headers. */
export interface AccessToken {
  readonly base: BaseUrl;
  /** Headers of every call, and those of a call with a body; built once per token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyHeaders: Readonly<Record<string, string>>;
}

export interface AccessTokenSource {
  /** The token to call with. All who wait share one renewal. */
  current(): AccessToken | Promise<AccessToken>;
  /** After a 401 or 403: the newer token, renewed if there is none yet; undefined when renewing did not help before. */
  afterRefusal(refused: AccessToken): AccessToken | undefined | Promise<AccessToken | undefined>;
  /** The API refused a token right after its renewal: it is not the token's age, so the next refusals are final. */
  giveUpOn(token: AccessToken): void;
}

export interface AccessTokenOptions {
  http: HttpClient;
  /** The authorization API; `/auth` is added. */
  base: BaseUrl;
  key: string;
  secret: string;
  timeoutMs: number;
  clock: Clock;
  onWarning?: (message: string) => void;
}

/** Renewed this long before its end, or at half its life when that is sooner. */
const aheadMs = 180_000;
/** A wrong secret is a 400, a wrong key a 401 or 403; a 200 here is an error text without a status of its own. */
const refusals = new Set([200, 400, 401, 403]);
const pauseAfterRefusalMs = 30_000;
/** While the old token still works, a failed renewal is not repeated by the very next call. */
const pauseAfterFailureMs = 5_000;

/** One attempt to get a token. */
async function authenticate(options: AccessTokenOptions): Promise<Grant> {
  const { http, base, key, secret, timeoutMs, clock } = options;
  const operation = 'authenticate';
  const response = await http.call({
    service: 'chatbot',
    operation,
    method: 'POST',
    origin: base.origin,
    path: `${base.path}/auth`,
    headers: { 'x-inbenta-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
    timeoutMs,
  });
  const body = parseJson(response.text);
  const granted = response.status >= 200 && response.status < 300 && bodyToFailure(body, true) === undefined;
  if (granted) return parseGrant(body, clock.now());
  throw parseBotError(operation, response, clock.now(), [key, secret]);
}

/** Nothing was asked of the bot yet, whatever became of the request for a token. */
function toAuthError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { service, operation, status, reason, retryAfterMs, timedOut, cause } = error;
  const refused = status !== undefined && refusals.has(status);
  return new ApiError({
    service,
    operation,
    status,
    reason: refused ? `api.key or api.secret is wrong: ${reason}` : reason,
    code: refused ? 'credentials-refused' : error.code,
    retryAfterMs,
    nothingHappened: true,
    timedOut,
    cause,
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'credentials-refused';
}

/**
 * Keeps one access token fresh. Lifetimes are measured on the monotonic clock, so a machine whose wall clock jumps
 * neither uses a dead token nor renews a good one.
 */
export function createAccessTokenSource(options: AccessTokenOptions): AccessTokenSource {
  const { clock, key, onWarning } = options;
  let held: { token: AccessToken; renewAt: number; endsAt: number } | undefined;
  let renewal: Promise<AccessToken> | undefined;
  let pause = { until: Number.NEGATIVE_INFINITY, error: undefined as unknown };
  let hopeless: { token: AccessToken; until: number } | undefined;

  async function renewNow(): Promise<AccessToken> {
    if (clock.monotonic() < pause.until) throw pause.error;
    const began = clock.monotonic();
    try {
      const { accessToken, base, lifetimeMs } = await authenticate(options);
      const headers = { 'x-inbenta-key': key, authorization: `Bearer ${accessToken}` };
      const token = { base, headers, bodyHeaders: { ...headers, 'content-type': 'application/json' } };
      const endsAt = began + lifetimeMs;
      held = { token, endsAt, renewAt: endsAt - Math.min(aheadMs, lifetimeMs / 2) };
      return token;
    } catch (failure) {
      const error = toAuthError(failure);
      if (isRefusal(error)) pause = { until: clock.monotonic() + pauseAfterRefusalMs, error };
      throw error;
    }
  }

  function renew(): Promise<AccessToken> {
    renewal ??= renewNow().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  function renewAhead(holder: { renewAt: number }): void {
    if (renewal !== undefined) return;
    renew().catch((error: unknown) => {
      holder.renewAt = clock.monotonic() + (isRefusal(error) ? pauseAfterRefusalMs : pauseAfterFailureMs);
      onWarning?.(`the access token could not be renewed ahead of time: ${String(error)}`);
    });
  }

  return {
    current() {
      const now = clock.monotonic();
      if (held === undefined || now >= held.endsAt) return renew();
      if (now >= held.renewAt) renewAhead(held);
      return held.token;
    },
    afterRefusal(refused) {
      if (held !== undefined && held.token !== refused) return held.token;
      if (hopeless?.token === refused && clock.monotonic() < hopeless.until) return undefined;
      held = undefined;
      return renew();
    },
    giveUpOn(token) {
      hopeless = { token, until: clock.monotonic() + pauseAfterRefusalMs };
    },
  };
}
