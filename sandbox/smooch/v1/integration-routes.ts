import { Hono } from 'hono';
import { z } from 'zod';
import { integrationOf } from '../app/users.ts';
import { badRequest, notFound } from './smooch-api-error.ts';
import { readBody, type V1Context, type V1Env } from './v1-context.ts';

/** A page of a list (Smooch docs: integrations). */
const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  offset: z.coerce.number().int().min(0).default(0),
  types: z.string().optional(),
});

/** Whatever a channel needs beside its type is taken, and not given out again. */
const createSchema = z.looseObject({ type: z.string().min(1) });

/** The channels of an app (Smooch docs: integrations). */
export function createIntegrationRoutes(): Hono<V1Env> {
  const routes = new Hono<V1Env>();
  routes.get('/integrations', (c) => {
    const query = pageSchema.safeParse(c.req.query());
    if (!query.success) throw badRequest('limit must be 1 to 100 and offset at least 0');
    const { limit, offset, types } = query.data;
    const wanted = types?.split(',');
    const all = [...c.get('app').integrations].filter(([type]) => wanted === undefined || wanted.includes(type));
    const page = all.slice(offset, offset + limit);
    return c.json({ integrations: page.map(integrationToWire), hasMore: offset + limit < all.length, offset, limit });
  });
  routes.post('/integrations', (c) => {
    const { type } = readBody(c, createSchema);
    return c.json({ integration: integrationToWire([type, integrationOf(c.get('app'), type)]) }, 201);
  });
  routes.get('/integrations/:integrationId', (c) => c.json({ integration: integrationToWire(requireIntegration(c)) }));
  routes.delete('/integrations/:integrationId', (c) => {
    c.get('app').integrations.delete(requireIntegration(c)[0]);
    return c.json({});
  });
  return routes;
}

function requireIntegration(c: V1Context): [type: string, _id: string] {
  const found = [...c.get('app').integrations].find(([, _id]) => _id === c.req.param('integrationId'));
  if (found === undefined) throw notFound('integration_not_found', 'The integration was not found');
  return found;
}

function integrationToWire([type, _id]: [type: string, _id: string]): Record<string, unknown> {
  return { _id, type, status: 'active', displayName: type };
}
