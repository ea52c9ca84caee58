import type { MiddlewareHandler } from 'hono';

/** Addresses that nobody can point elsewhere: a name could be another site's that now leads to this machine. */
const LITERAL = /^http:\/\/(localhost|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])(:\d+)?$/i;

/**
 * Refuses what a website makes a browser call. Whoever steers a simulator is a program, which names no origin, or a page
 * that this same server serves.
 */
export const refuseWebsites: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  if (origin === undefined) return next();
  if (LITERAL.test(origin) && origin === `http://${c.req.header('host')}`) return next();
  return c.json({ error: 'No website may steer the sandbox.' }, 403);
};
