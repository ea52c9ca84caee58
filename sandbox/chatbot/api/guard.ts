import type { IncomingHttpHeaders } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import type { SimulatorEnv } from '../../control/gate.ts';
import { chatbotError, denied, sessionExpired, unauthorized } from './error-responses.ts';
import type { ChatbotService } from './service.ts';
import type { Session } from './sessions.ts';

/** Hono's environment behind `requireSession`. */
export type SessionEnv = SimulatorEnv & { Variables: { session: Session } };

/** Lets only calls with the right key and a living access token through. */
export function requireKeyAndToken(service: ChatbotService): MiddlewareHandler<SimulatorEnv> {
  return async (c, next) => refuseKeyOrToken(c, c.env.incoming.headers, service) ?? (await next());
}

/** The refusal of a wrong key or a wrong or expired token (Inbenta docs: gateway errors). */
function refuseKeyOrToken(c: Context, headers: IncomingHttpHeaders, service: ChatbotService): Response | undefined {
  const { 'x-inbenta-key': key, authorization } = headers;
  if (key === undefined || authorization === undefined) return unauthorized(c);
  if (!isKeyAccepted(service, key)) return denied(c);
  return service.tokens.isValid(bearerToken(authorization) ?? '') ? undefined : denied(c);
}

export function isKeyAccepted(service: ChatbotService, key: string | string[] | undefined): boolean {
  return key === service.credentials.key && !service.keyRejected;
}

/** Lets only calls with key, token and a living session through; its idle time then begins anew, unless the settings say otherwise. */
export function requireSession(service: ChatbotService): MiddlewareHandler<SessionEnv> {
  return async (c, next) => {
    const refusal = refuseKeyOrToken(c, c.env.incoming.headers, service);
    if (refusal) return refusal;
    const header = c.env.incoming.headers['x-inbenta-session'];
    if (typeof header !== 'string' || header === '') {
      return chatbotError(c, service.settings.missingSession, 'x-inbenta-session is missing.');
    }
    const token = bearerToken(header);
    if (token === undefined) return chatbotError(c, 400, 'x-inbenta-session must be: Bearer <session token>');
    const counts = service.settings.sessionKeptBy === 'any-call' || c.req.path.endsWith('/message');
    const session = service.sessions.use(token, counts);
    if (!session) return sessionExpired(c);
    c.set('session', session);
    c.set('sessionId', session.conversation.sessionId);
    return await next();
  };
}

/** What follows the word Bearer. */
function bearerToken(header: string): string | undefined {
  return /^Bearer (\S+)$/i.exec(header)?.[1];
}
