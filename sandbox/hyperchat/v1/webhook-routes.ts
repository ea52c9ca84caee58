import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../desk/hyperchat-error.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import type { WebhookRow } from '../webhooks/webhook-rows.ts';
import { readBody, type V1Env } from './v1-context.ts';

const target = z.url({ protocol: /^https?$/ });
/** A list, or names with commas between them as in the back office. */
const events = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]);
const createSchema = z.object({ target, events });
const changeSchema = createSchema.partial();

/** Webhooks. Their secrets go to the target in the handshake, and nowhere else. */
export function createWebhookRoutes({ rows }: HyperchatService): Hono<V1Env> {
  const routes = new Hono<V1Env>();

  routes.get('/webhooks', (c) => c.json({ webhooks: rows.list().map(withoutSecret) }));
  routes.get('/webhooks/:id', (c) => c.json({ webhook: withoutSecret(rowOf(c.req.param('id'))) }));
  routes.post('/webhooks', async (c) => {
    return c.json({ webhook: withoutSecret(await rows.register(readBody(c, createSchema))) });
  });
  routes.put('/webhooks/:id', async (c) => {
    const row = rowOf(c.req.param('id'));
    return c.json({ webhook: withoutSecret(await rows.save(row, readBody(c, changeSchema))) });
  });
  return routes;

  function rowOf(id: string): WebhookRow {
    const row = rows.list().find((one) => one.id === id);
    if (row === undefined) throw notFound('Webhook not found');
    return row;
  }
}

function withoutSecret({ secret: _secret, ...row }: WebhookRow): Omit<WebhookRow, 'secret'> {
  return row;
}
