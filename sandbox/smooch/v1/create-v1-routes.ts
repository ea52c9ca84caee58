import { Hono } from 'hono';
import type { SmoochService } from '../smooch-service.ts';
import { createAppRoutes, createMenuRoutes } from './app-routes.ts';
import { createAttachmentRoutes } from './attachment-routes.ts';
import { createAuthenticator } from './authenticate.ts';
import { createChannelRoutes } from './channel-routes.ts';
import { createIntegrationRoutes } from './integration-routes.ts';
import { createMessageRoutes } from './message-routes.ts';
import { notFound, SmoochApiError } from './smooch-api-error.ts';
import { createUserRoutes } from './user-routes.ts';
import type { V1Env } from './v1-context.ts';
import { createWebhookRoutes } from './webhook-routes.ts';

/** The API v1.1, to be mounted at `/v1.1`. Every path works with and without `/apps/{appId}`. */
export function createV1Routes(service: SmoochService): Hono<V1Env> {
  const authenticator = createAuthenticator(service.apps);
  const routes = new Hono<V1Env>();

  routes.use(async (c, next) => {
    const app = await authenticator.authenticate(c.req.header('authorization'));
    const named = /^\/v1\.1\/apps\/([^/]+)/.exec(c.req.path)?.[1];
    if (named !== undefined && !service.apps.has(named)) throw notFound('app_not_found', 'The app was not found');
    if (named !== undefined && named !== app._id) {
      throw new SmoochApiError(403, 'forbidden', 'The key does not belong to this app');
    }
    c.set('app', app);
    c.set('unknownKeys', service.settings.unknownKeys);
    await next();
  });

  routes.route('/', createAppRoutes());
  for (const base of ['/', '/apps/:appId']) {
    routes.route(base, createMessageRoutes(service));
    routes.route(base, createUserRoutes(service));
    routes.route(base, createWebhookRoutes());
    routes.route(base, createAttachmentRoutes(service));
    routes.route(base, createIntegrationRoutes());
    routes.route(base, createMenuRoutes());
    routes.route(base, createChannelRoutes());
  }
  return routes;
}
