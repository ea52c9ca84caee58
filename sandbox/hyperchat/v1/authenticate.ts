import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { forbidden, unauthorized } from '../desk/hyperchat-error.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import type { V1Context, V1Env } from './v1-context.ts';

/** What front ends may call with the app id alone (HyperChat docs: API setup). */
const FRONT_END: readonly [method: string, path: RegExp][] = [
  ['GET', /^\/v1\/settings$/],
  ['GET', /^\/v1\/agents\/(?:available|online)$/],
  ['POST', /^\/v1\/agents\/login$/],
  ['GET', /^\/v1\/apps\/[^/]+\/validate$/],
  ['POST', /^\/v1\/users$/],
];

/** What a user's session token does not open. */
const BACK_OFFICE = /^\/v1\/(?:agents|webhooks|invitations|settings)(?:\/|$)/;

/** The only place that takes its credentials from the query as well (HyperChat's PHP client: media). */
const DOWNLOAD = /^\/v1\/media\/[^/]+$/;

interface Credentials {
  appId?: string;
  secret?: string;
  token?: string;
}

/** Lets in who has the app's secret, a user's session token, or for some endpoints only the app id. */
export function createAuthentication(service: HyperchatService): MiddlewareHandler<V1Env> {
  const { rules } = service.desk.state.settings;
  return async (c, next) => {
    const { appId, secret, token } = credentialsOf(c, rules.mediaCredentials);
    if (appId === undefined) throw unauthorized('The application id is missing');
    if (appId !== service.appId) throw unauthorized('Unknown application id');
    if (secret !== undefined) {
      if (!isSame(secret, service.secret)) throw unauthorized('Invalid secret');
    } else if (token !== undefined) {
      if (!service.sessions.has(token)) throw unauthorized('Invalid session token');
      if (BACK_OFFICE.test(c.req.path) && !isForFrontEnds(c)) throw forbidden('A session token does not open this');
    } else if (!isForFrontEnds(c) || rules.appIdOnly === 'refuse') {
      throw unauthorized('The secret is missing');
    }
    await next();
  };
}

function credentialsOf(c: V1Context, ofMedia: 'both' | 'query'): Credentials {
  const isDownload = c.req.method === 'GET' && DOWNLOAD.test(c.req.path);
  const { appId, secret } = isDownload ? c.req.query() : {};
  if (isDownload && ofMedia === 'query') return { appId, secret };
  return {
    appId: c.req.header('x-hyper-appid') ?? appId,
    secret: c.req.header('x-hyper-secret') ?? secret,
    token: c.req.header('x-hyper-token'),
  };
}

function isForFrontEnds(c: V1Context): boolean {
  return FRONT_END.some(([method, path]) => method === c.req.method && path.test(c.req.path));
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
