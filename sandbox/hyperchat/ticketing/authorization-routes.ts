import { Hono, type MiddlewareHandler } from 'hono';
import { type AccessTokens, createAccessTokens } from '../../chatbot/api/access-tokens.ts';
import type { SimulatorEnv } from '../../control/gate.ts';
import { readTicketingBody } from './read-ticketing-body.ts';
import { TicketingError } from './ticketing-error.ts';

export interface TicketingCredentials {
  /** Others than those of the chatbot and of the desk. */
  key: string;
  secret: string;
}

export interface AuthorizationOptions {
  credentials: TicketingCredentials;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Where the ticketing API is. */
  base: () => string;
}

const TOKEN_SECONDS = 1200;

/** Access tokens and the address of the API (Inbenta's connectors: authorization); lets nobody through without one. */
export function createAuthorizationRoutes({ credentials, now, base }: AuthorizationOptions): Hono<SimulatorEnv> {
  const tokens = createAccessTokens(TOKEN_SECONDS, now);
  const routes = new Hono<SimulatorEnv>();
  routes.use(requireKey(credentials.key));
  routes.post('/v1/auth', (c) => {
    if (readTicketingBody(c).secret !== credentials.secret) throw new TicketingError(401, 'Invalid key or secret');
    return c.json({ ...tokens.issue(), apis: { ticketing: base() } });
  });
  routes.use(requireToken(tokens));
  routes.post('/v1/refreshToken', (c) => c.json(tokens.issue()));
  routes.get('/v1/apis', (c) => c.json({ apis: { ticketing: base() } }));
  return routes;
}

function requireKey(key: string): MiddlewareHandler<SimulatorEnv> {
  return (c, next) => {
    if (c.req.header('x-inbenta-key') !== key) throw new TicketingError(401, 'Invalid key');
    return next();
  };
}

function requireToken(tokens: AccessTokens): MiddlewareHandler<SimulatorEnv> {
  return (c, next) => {
    const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined || !tokens.isValid(token)) throw new TicketingError(401, 'Invalid access token');
    return next();
  };
}
