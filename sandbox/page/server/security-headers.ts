import type { MiddlewareHandler } from 'hono';

/** Pictures and files come from the simulators, which listen on ports of their own on this machine. */
const HERE = "'self' data: blob: http://127.0.0.1:*";

const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  `img-src ${HERE}`,
  `media-src ${HERE}`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The page loads nothing from elsewhere, runs no script that came with a message, and stands in no other site's frame. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('content-security-policy', POLICY);
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'no-referrer');
};
