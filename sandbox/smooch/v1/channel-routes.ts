import { Hono } from 'hono';
import { notFound } from './smooch-api-error.ts';
import { userOf, type V1Env } from './v1-context.ts';

/** The channels a user is on, as a list of its own (Smooch docs: linking). Linking another one is not simulated. */
export function createChannelRoutes(): Hono<V1Env> {
  const routes = new Hono<V1Env>();
  routes.get('/appusers/:userId/channels', (c) => {
    const channels = userOf(c).clients.map(({ platform, integrationId }) => ({ type: platform, integrationId }));
    return c.json({ channels });
  });
  routes.delete('/appusers/:userId/channels/:type', (c) => {
    const user = userOf(c);
    const rest = user.clients.filter(({ platform }) => platform !== c.req.param('type'));
    if (rest.length === user.clients.length) throw notFound('client_not_found', 'The user is not on this channel');
    user.clients = rest.map((client, index) => ({ ...client, primary: index === 0 }));
    return c.json({});
  });
  routes.get('/appusers/:userId/businesssystems', (c) => {
    userOf(c);
    return c.json({ businessSystems: [] });
  });
  return routes;
}
