import type { MiddlewareHandler } from 'hono';
import type { SimulatorEnv } from '../../control/gate.ts';

/** The headers of every answer, as recorded from the real API. */
export const jsonHeaders: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
  c.env.outgoing.setHeader('access-control-expose-headers', 'Retry-After');
  await next();
  if (c.res.headers.get('content-type') === 'application/json') {
    c.res.headers.set('content-type', 'application/json; charset=utf-8');
  }
};
