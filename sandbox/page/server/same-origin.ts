import type { MiddlewareHandler } from 'hono';

/**
 * Lets in only the page itself and programs on this machine. A browser shows any website, and each of them could
 * otherwise drive the sandbox: a name that suddenly points to this machine is told by its `Host`, another site by its
 * `Origin`, or by what the browser says about where a call comes from.
 * @param port the port the page is served on, once it is known
 */
export function createSameOriginGuard(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
    const host = c.req.header('host') ?? '';
    if (!hosts.includes(host)) return refuse(`The sandbox is at http://${hosts[0]}, not at ${host || 'nowhere'}.`);
    const origin = c.req.header('origin');
    if (origin !== undefined && origin !== `http://${host}`) return refuse('Only its own page may use the sandbox.');
    const site = c.req.header('sec-fetch-site') ?? 'none';
    const isApi = c.req.path.startsWith('/api/');
    if (isApi && site !== 'same-origin' && site !== 'none') return refuse('Only its own page may use the sandbox.');
    return next();
  };
}

function refuse(error: string): Response {
  return Response.json({ error }, { status: 403 });
}
