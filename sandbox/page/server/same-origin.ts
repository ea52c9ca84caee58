import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type PagePlace, pageUrl } from './page-place.ts';

const COOKIE = 'sandbox-token';

/**
 * Lets in only the page itself and programs on this machine. A browser shows any website, and each of them could
 * otherwise drive the sandbox: a name that suddenly points to this machine is told by its `Host`, another site by its
 * `Origin`, or by what the browser says about where a call comes from. Where others reach the page they are let in by
 * the token, under whatever name they know this machine.
 */
export function createSameOriginGuard(place: PagePlace): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    const refusal = place.token === undefined ? refuseHost(place, host) : refuseStranger(c, place.token);
    if (refusal !== undefined) return refuse(refusal);
    const origin = c.req.header('origin');
    if (origin !== undefined && origin !== `http://${host}`) return refuse('Only its own page may use the sandbox.');
    const site = c.req.header('sec-fetch-site') ?? 'none';
    const isApi = c.req.path.startsWith('/api/');
    if (isApi && site !== 'same-origin' && site !== 'none') return refuse('Only its own page may use the sandbox.');
    return next();
  };
}

function refuseHost(place: PagePlace, host: string): string | undefined {
  const own = new URL(pageUrl(place)).host;
  const hosts = [own, `127.0.0.1:${place.port()}`, `localhost:${place.port()}`];
  return hosts.includes(host) ? undefined : `The sandbox is at http://${own}, not at ${host || 'nowhere'}.`;
}

/** The token comes in the address at first, then in a cookie. */
function refuseStranger(c: Context, token: string): string | undefined {
  const shown = c.req.query('token');
  if (!isSame(shown ?? getCookie(c, COOKIE) ?? '', token)) {
    return 'Open the address that the sandbox has printed, with its token.';
  }
  if (shown !== undefined) setCookie(c, COOKIE, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
  return undefined;
}

function isSame(shown: string, token: string): boolean {
  const [a, b] = [shown, token].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function refuse(error: string): Response {
  return Response.json({ error }, { status: 403 });
}
