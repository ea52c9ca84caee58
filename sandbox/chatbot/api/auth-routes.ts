import { type Context, Hono } from 'hono';
import type { SimulatorEnv } from '../../control/gate.ts';
import { PRODUCT_PATHS, TICKETING_PATH } from './endpoints.ts';
import { authError, unauthorized } from './error-responses.ts';
import { isKeyAccepted, requireKeyAndToken } from './guard.ts';
import { readFields } from './request-body.ts';
import type { ChatbotService } from './service.ts';

/** The authorization side: key and secret become an access token (Inbenta docs: authorization). */
export function createAuthRoutes(service: ChatbotService): Hono<SimulatorEnv> {
  const routes = new Hono<SimulatorEnv>();
  routes.post('/auth', (c) => {
    if (!isKeyAccepted(service, c.env.incoming.headers['x-inbenta-key'])) return unauthorized(c);
    if (!secretsOf(c).includes(service.credentials.secret)) return authError(c, 400, 'Secret token not valid');
    return c.json({ ...service.tokens.issue(), apis: apisOf(service) });
  });
  // No `apis` here: a client has to keep those it got with the first token.
  routes.post('/refreshToken', requireKeyAndToken(service), (c) => {
    const { expires_in, ...token } = service.tokens.issue();
    return c.json({ ...token, ...(service.settings.refreshExpiresIn && { expires_in }) });
  });
  routes.get('/apis', requireKeyAndToken(service), (c) => c.json({ apis: apisOf(service) }));
  return routes;
}

/** The secret as sent, and for a form also undecoded: PHP clients do not escape it. */
function secretsOf(c: Context<SimulatorEnv>): string[] {
  const undecoded = /(?:^|&)secret=([^&]*)/.exec(c.get('bodyText'))?.[1];
  return [readFields(c)?.secret, undecoded].filter((secret) => typeof secret === 'string');
}

function apisOf({ origin, settings }: ChatbotService): Record<string, string> {
  const { chatbot, chat } = PRODUCT_PATHS;
  return {
    ...(settings.apisKey === 'chat' ? {} : { chatbot: origin + chatbot }),
    ...(settings.apisKey === 'chatbot' ? {} : { chat: origin + chat }),
    ticketing: origin + TICKETING_PATH,
  };
}
