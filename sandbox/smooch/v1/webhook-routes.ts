import { Hono } from 'hono';
import { z } from 'zod';
import { addWebhook } from '../app/webhooks.ts';
import { badRequest, notFound } from './smooch-api-error.ts';
import { DEFAULT_TRIGGERS, TRIGGERS } from './triggers.ts';
import { httpUrlSchema } from './url-schema.ts';
import { readBody, type V1Context, type V1Env } from './v1-context.ts';
import type { WireWebhook } from './wire.ts';

const WEBHOOKS_PER_APP = 10;

const triggers = z
  .array(z.string().refine((name) => TRIGGERS.has(name), 'is not a known trigger'))
  .min(1, 'must have at least 1 trigger');

const updateSchema = z.strictObject({
  target: httpUrlSchema.optional(),
  triggers: triggers.optional(),
  includeClient: z.boolean().optional(),
  includeFullAppUser: z.boolean().optional(),
});
const createSchema = updateSchema.extend({ target: httpUrlSchema });

/** Webhooks, with their secrets readable (Smooch docs: webhooks). */
export function createWebhookRoutes(): Hono<V1Env> {
  const routes = new Hono<V1Env>();

  routes.get('/webhooks', (c) => c.json({ webhooks: [...c.get('app').webhooks.values()] }));

  routes.post('/webhooks', (c) => {
    const { triggers = [...DEFAULT_TRIGGERS], ...wanted } = readBody(c, createSchema);
    if (c.get('app').webhooks.size >= WEBHOOKS_PER_APP) {
      throw badRequest(`An app has at most ${WEBHOOKS_PER_APP} webhooks`);
    }
    return c.json({ webhook: addWebhook(c.get('app'), { ...wanted, triggers }) }, 201);
  });

  routes.get('/webhooks/:webhookId', (c) => c.json({ webhook: webhookOf(c) }));

  routes.put('/webhooks/:webhookId', (c) => {
    const webhook = Object.assign(webhookOf(c), readBody(c, updateSchema));
    return c.json({ webhook });
  });

  routes.delete('/webhooks/:webhookId', (c) => {
    c.get('app').webhooks.delete(webhookOf(c)._id);
    return c.json({});
  });

  return routes;
}

function webhookOf(c: V1Context): WireWebhook {
  const webhook = c.get('app').webhooks.get(c.req.param('webhookId') ?? '');
  if (webhook === undefined) throw notFound('webhook_not_found', 'The webhook was not found');
  return webhook;
}
