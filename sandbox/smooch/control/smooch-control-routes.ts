import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { createControlRoutes, parseControlInput } from '../../control/control-routes.ts';
import { failureRuleSchema } from '../delivery/failure-rules.ts';
import { streamEvents } from './event-stream.ts';
import { applySettings, settingsOf, settingsSchema } from './settings.ts';
import type { SimulatedUser } from './simulated-user.ts';
import type { SmoochControl } from './smooch-control.ts';
import { storedToView } from './stored-to-view.ts';
import { userActionSchema } from './user-action.ts';

const newUserSchema = z.strictObject({
  platform: z.string().min(1),
  appId: z.string().optional(),
  userId: z.string().optional(),
  givenName: z.string().optional(),
  surname: z.string().optional(),
  email: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

const failureSchema = failureRuleSchema.pick({ error: true, afterChannel: true, delayMs: true });
const lateFailureSchema = failureRuleSchema.pick({ error: true, delayMs: true });

const rawSchema = z.strictObject({
  body: z.unknown(),
  webhookId: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

const deliveryFilterSchema = z.object({
  webhookId: z.string().optional(),
  trigger: z.string().optional(),
  userId: z.string().optional(),
  state: z.enum(['waiting', 'delivered', 'refused', 'gave-up']).optional(),
});

const releaseSchema = z.strictObject({ order: z.enum(['as-sent', 'reversed']).default('as-sent') });

const channelSchema = z.strictObject({ platform: z.string().min(1) });
const mergeSchema = z.strictObject({ discarded: z.string() });

/** Everything under `/sandbox`: what every simulator has, and what is Smooch's own. */
export function createSmoochControlRoutes(control: SmoochControl): Hono {
  const routes = createControlRoutes(control);
  routes.route('/', createUserControlRoutes(control));
  addFailureRoutes(routes, control);

  routes.get('/settings', (c) => c.json(settingsOf(control)));
  routes.put('/settings', async (c) => {
    applySettings(control, await readInput(c, settingsSchema));
    return c.json(settingsOf(control));
  });

  routes.get('/deliveries', (c) =>
    c.json(control.webhooks.log.list(parseControlInput(deliveryFilterSchema, c.req.query()))),
  );
  routes.get('/deliveries/counts', (c) => c.json(control.webhooks.log.counts()));
  routes.post('/deliveries/hold', (c) => {
    control.webhooks.hold();
    return c.json({});
  });
  routes.post('/deliveries/release', async (c) => {
    const { order } = await readInput(c, releaseSchema, {});
    control.webhooks.release(order);
    return c.json({});
  });

  routes.post('/raw', async (c) => {
    const { body, ...post } = await readInput(c, rawSchema);
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
    return c.json(await sensibly(() => control.sendRaw(text, post)));
  });
  routes.post('/media', async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return c.json({ url: control.addMedia(c.req.query('name') ?? 'file', bytes) }, 201);
  });
  routes.get('/events', (c) => streamEvents(c, control.events, c.req.query()));
  return routes;
}

function createUserControlRoutes(control: SmoochControl): Hono {
  const routes = new Hono();

  routes.post('/users', async (c) => {
    const wanted = await readInput(c, newUserSchema);
    const { id, appId, platform } = sensibly(() => control.createUser(wanted));
    return c.json({ id, appId, platform }, 201);
  });
  routes.post('/users/:id/actions', async (c) => {
    const action = await readInput(c, userActionSchema);
    return c.json({ messages: sensibly(() => userOf(control, c.req.param('id')).act(action)) });
  });
  routes.get('/users/:id/messages', (c) =>
    c.json({ messages: userOf(control, c.req.param('id')).messages.map(storedToView) }),
  );
  routes.get('/users/:id/marks', (c) => c.json({ marks: sensibly(() => control.marks(c.req.param('id')), 404) }));
  routes.post('/users/:id/channel', async (c) => {
    const { platform } = await readInput(c, channelSchema);
    userOf(control, c.req.param('id')).switchTo(platform);
    return c.json({ platform });
  });
  routes.delete('/users/:id', (c) => {
    sensibly(() => control.deleteUser(c.req.param('id')), 404);
    return c.json({});
  });
  routes.post('/users/:id/merge', async (c) => {
    const { discarded } = await readInput(c, mergeSchema);
    sensibly(() => control.mergeUsers(c.req.param('id'), discarded), 404);
    return c.json({});
  });
  return routes;
}

/** Messages that a channel will not deliver. */
function addFailureRoutes(routes: Hono, control: SmoochControl): void {
  const { failures, failNext } = control.deliveryEvents;
  routes.get('/delivery-failures', (c) => c.json(failures.list()));
  routes.post('/delivery-failures', async (c) =>
    c.json({ id: failures.add(await readInput(c, failureRuleSchema)) }, 201),
  );
  routes.delete('/delivery-failures', (c) => {
    failures.clear();
    return c.json([]);
  });
  routes.delete('/delivery-failures/:id', (c) => c.json({ removed: failures.remove(c.req.param('id')) }));
  routes.post('/users/:id/fail-delivery', async (c) => {
    const failure = await readInput(c, failureSchema);
    failNext(userOf(control, c.req.param('id')).id, failure);
    return c.json({});
  });
  routes.post('/users/:id/messages/:messageId/fail', async (c) => {
    const { error, delayMs } = await readInput(c, lateFailureSchema);
    const { id, messageId } = c.req.param();
    sensibly(() => control.failMessage(userOf(control, id).id, messageId, error, delayMs));
    return c.json({});
  });
}

/** The JSON body; what stands for none may be given. */
async function readInput<T>(c: Context, schema: z.ZodType<T>, none?: object): Promise<T> {
  return parseControlInput(schema, await c.req.json().catch(() => none));
}

function userOf(control: SmoochControl, id: string): SimulatedUser {
  return sensibly(() => control.user(id), 404);
}

/** What a real user could not do is the caller's mistake, told in a sentence. */
function sensibly<T>(attempt: () => T, status: 400 | 404 = 400): T {
  try {
    return attempt();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new HTTPException(status, { res: Response.json({ error: message }, { status }) });
  }
}
