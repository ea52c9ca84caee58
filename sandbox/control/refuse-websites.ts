import type { MiddlewareHandler } from 'hono';

/** This machine, as nobody can point it elsewhere: every other name could be a website's that now leads here. */
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Refuses what a website makes a browser call. Whoever steers or reads a simulator is a program on this machine, which
 * names no origin, or a page that this same server serves. A browser names no origin when a website reads what it takes
 * for its own server, so the name it calls has to be this machine's, for a GET as well.
 */
export const refuseWebsites: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  const origin = c.req.header('origin');
  if (LOOPBACK.test(host) && (origin === undefined || origin === `http://${host}`)) return next();
  return c.json({ error: 'No website may steer the sandbox: call it as 127.0.0.1 or localhost.' }, 403);
};
