import type { Hono } from 'hono';
import { z } from 'zod';
import { parseControlInput } from '../../control/control-routes.ts';
import { maskSecret } from '../../control/masking.ts';
import { TRIGGERS } from '../desk/desk-event.ts';
import { disturbanceSchema } from '../webhooks/disturbances.ts';
import type { Handshake, WebhookRow } from '../webhooks/webhook-rows.ts';
import type { WebhookControl } from './webhook-control.ts';

const registerSchema = z.strictObject({
  target: z.url(),
  events: z.array(z.string()),
  secret: z.string().min(1).optional(),
});
const handshakeSchema = registerSchema.pick({ target: true, secret: true });
const holdSchema = z.strictObject({ triggers: z.array(z.enum(TRIGGERS)).optional() });
const releaseSchema = z.strictObject({ order: z.enum(['as-sent', 'reversed']).default('as-sent') });
const filterSchema = z.object({
  webhookId: z.string().optional(),
  trigger: z.string().optional(),
  chatId: z.string().optional(),
  state: z.enum(['waiting', 'delivered', 'failed', 'dropped']).optional(),
});
const post = {
  webhookId: z.string().optional(),
  target: z.url().optional(),
  headers: z.record(z.string(), z.string()).optional(),
};
const rawSchema = z.strictObject({ body: z.unknown(), ...post });
const forgeSchema = z.strictObject({
  trigger: z.string(),
  data: z.unknown(),
  appId: z.string().optional(),
  createdAt: z.number().optional(),
  secret: z.string().min(1).nullable().optional(),
  ...post,
});

/** Webhooks and their deliveries over HTTP. Their secrets are masked. */
export function addWebhookControlRoutes(routes: Hono, webhooks: WebhookControl): void {
  addRowRoutes(routes, webhooks);
  addDeliveryRoutes(routes, webhooks);

  routes.post('/forge', async (c) => {
    const { webhookId, target, headers, ...event } = parseControlInput(forgeSchema, await readJson(c.req.raw));
    return c.json(await webhooks.forge(event, { webhookId, target, headers }));
  });
  routes.post('/raw', async (c) => {
    const { body, ...where } = parseControlInput(rawSchema, await readJson(c.req.raw));
    return c.json(await webhooks.sendRaw(typeof body === 'string' ? body : JSON.stringify(body), where));
  });
}

function addRowRoutes(routes: Hono, webhooks: WebhookControl): void {
  routes.get('/webhooks', (c) => c.json(webhooks.list().map(masked)));
  routes.post('/webhooks', async (c) =>
    c.json(masked(await webhooks.register(parseControlInput(registerSchema, await readJson(c.req.raw)))), 201),
  );
  routes.post('/webhooks/:id/save', async (c) => {
    const change = parseControlInput(registerSchema.partial(), await readJson(c.req.raw, {}));
    return c.json(masked(await webhooks.save(c.req.param('id'), change)));
  });
  routes.delete('/webhooks/:id', (c) => c.json({ removed: webhooks.remove(c.req.param('id')) }));
  routes.post('/handshake', async (c) => {
    const { target, secret } = parseControlInput(handshakeSchema, await readJson(c.req.raw));
    return c.json(handshakeToView(await webhooks.shakeHands(target, { secret })));
  });
}

function addDeliveryRoutes(routes: Hono, { log, disturbances, hold, release }: WebhookControl): void {
  routes.get('/deliveries', (c) => c.json(log.list(parseControlInput(filterSchema, c.req.query()))));
  routes.get('/deliveries/counts', (c) => c.json(log.counts()));
  routes.post('/deliveries/hold', async (c) => {
    hold(parseControlInput(holdSchema, await readJson(c.req.raw, {})).triggers);
    return c.json({});
  });
  routes.post('/deliveries/release', async (c) => {
    release(parseControlInput(releaseSchema, await readJson(c.req.raw, {})).order);
    return c.json({});
  });
  routes.get('/disturbances', (c) => c.json(disturbances.list()));
  routes.post('/disturbances', async (c) => {
    const rule = parseControlInput(disturbanceSchema, await readJson(c.req.raw));
    return c.json({ id: disturbances.add(rule) }, 201);
  });
  routes.delete('/disturbances', (c) => {
    disturbances.clear();
    return c.json([]);
  });
  routes.delete('/disturbances/:id', (c) => c.json({ removed: disturbances.remove(c.req.param('id')) }));
}

async function readJson(request: Request, ifMissing?: unknown): Promise<unknown> {
  return request.json().catch(() => ifMissing);
}

function masked(row: WebhookRow): WebhookRow {
  return { ...row, secret: maskSecret(row.secret) };
}

function handshakeToView({ secret, answer, ...handshake }: Handshake): Record<string, unknown> {
  return { ...handshake, secret: maskSecret(secret), status: answer.status, error: answer.error };
}
