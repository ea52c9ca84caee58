import { Hono } from 'hono';
import { z } from 'zod';
import { badRequest } from './smooch-api-error.ts';
import type { V1Env } from './v1-context.ts';

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  offset: z.coerce.number().int().min(0).default(0),
  types: z.string().optional(),
});

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
    return c.json({
      integrations: page.map(([type, _id]) => ({ _id, type, status: 'active', displayName: type })),
      hasMore: offset + limit < all.length,
    });
  });
  return routes;
}
