import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { createControlRoutes, parseControlInput } from '../../control/control-routes.ts';
import { HyperchatError } from '../desk/hyperchat-error.ts';
import { settingsChangeSchema } from '../settings.ts';
import { timetableSchema } from '../ticketing/ticketing.ts';
import { agentActionSchema } from './agent-action.ts';
import { chatActionSchema, performChatAction } from './chat-action.ts';
import { streamEvents } from './event-stream.ts';
import type { HyperchatControl } from './hyperchat-control.ts';
import { performAgentAction } from './simulated-agent.ts';
import { addWebhookControlRoutes } from './webhook-control-routes.ts';

const status = z.enum(['waiting', 'active', 'closed']).optional();
const waitMs = z.coerce.number().int().min(0).max(60_000);

const agentSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  nickname: z.string().optional(),
  rooms: z.array(z.int()),
  langs: z.array(z.string()).optional(),
  capacity: z.int().min(0).optional(),
  online: z.boolean().optional(),
});
const setupSchema = agentSchema.pick({ rooms: true, langs: true, capacity: true }).partial();
const chatFilterSchema = z.object({ status, externalId: z.string().optional(), waitMs: waitMs.optional() });
const messageFilterSchema = z.object({ count: z.coerce.number().int().min(0).default(0), waitMs: waitMs.default(0) });
const invitationFilterSchema = z.object({
  chatId: z.string().optional(),
  agentId: z.string().optional(),
  state: z.enum(['pending', 'accepted', 'rejected', 'expired', 'cancelled']).optional(),
  waitMs: waitMs.optional(),
});
const queueSchema = z.strictObject({ active: z.boolean() });
const clockSchema = z.strictObject({ advanceMs: z.number().min(0) });

/** Everything under `/sandbox`: what every simulator has, and what is the desk's own. */
export function createHyperchatControlRoutes(control: HyperchatControl): Hono {
  const routes = createControlRoutes(control);
  routes.onError(toControlError);
  addWebhookControlRoutes(routes, control.webhooks);
  addAgentRoutes(routes, control);
  addChatRoutes(routes, control);
  addSettingsRoutes(routes, control);

  routes.get('/rooms', (c) => c.json(control.rooms()));
  routes.get('/users', (c) => c.json(control.users()));
  routes.get('/tickets', (c) => c.json([...control.ticketing.tickets.values()]));
  routes.get('/contacts', (c) => c.json([...control.ticketing.contacts.values()]));
  routes.put('/timetable', async (c) => {
    control.ticketing.timetable = parseControlInput(timetableSchema, await bodyOf(c));
    return c.json(control.ticketing.timetable);
  });
  routes.post('/media', async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return c.json({ url: control.addMedia(c.req.query('name') ?? 'file.bin', bytes) }, 201);
  });
  routes.get('/events', (c) => streamEvents(c, control.events, c.req.query('chatId')));
  return routes;
}

function addAgentRoutes(routes: Hono, control: HyperchatControl): void {
  routes.get('/agents', (c) => c.json(control.agents()));
  routes.post('/agents', async (c) => c.json(control.addAgent(parseControlInput(agentSchema, await bodyOf(c))), 201));
  routes.get('/agents/:id', (c) => c.json(control.agent(c.req.param('id'))));
  routes.put('/agents/:id', async (c) => {
    const { id } = control.agent(c.req.param('id'));
    control.setUpAgent(id, parseControlInput(setupSchema, await bodyOf(c)));
    return c.json(control.agent(id));
  });
  routes.post('/agents/:id/actions', async (c) => {
    const agent = control.agent(c.req.param('id'));
    const message = performAgentAction(agent, parseControlInput(agentActionSchema, await bodyOf(c)));
    return c.json({ agent, ...(message && { message }) });
  });
}

function addChatRoutes(routes: Hono, control: HyperchatControl): void {
  routes.get('/chats', async (c) => {
    const { waitMs, ...filter } = parseControlInput(chatFilterSchema, c.req.query());
    if (waitMs !== undefined) await control.waitForChat(filter, waitMs).catch(() => undefined);
    return c.json(control.chats(filter));
  });
  routes.get('/chats/:id', (c) => c.json(control.chat(c.req.param('id'))));
  routes.get('/chats/:id/messages', async (c) => {
    const { count, waitMs } = parseControlInput(messageFilterSchema, c.req.query());
    const { id } = control.chat(c.req.param('id'));
    await control.waitForMessages(id, count, waitMs).catch(() => undefined);
    return c.json(control.chat(id).messages);
  });
  routes.post('/chats/:id/actions', async (c) => {
    const { id } = control.chat(c.req.param('id'));
    performChatAction(control, id, parseControlInput(chatActionSchema, await bodyOf(c)));
    return c.json(control.chat(id));
  });
  routes.get('/invitations', async (c) => {
    const { waitMs, ...filter } = parseControlInput(invitationFilterSchema, c.req.query());
    if (waitMs !== undefined) await control.waitForInvitation(filter, waitMs).catch(() => undefined);
    return c.json(control.invitations(filter));
  });
}

function addSettingsRoutes(routes: Hono, control: HyperchatControl): void {
  routes.get('/settings', (c) => c.json(control.settings));
  routes.put('/settings', async (c) => {
    control.configure(parseControlInput(settingsChangeSchema, await bodyOf(c)));
    return c.json(control.settings);
  });
  routes.put('/queue', async (c) => {
    control.setQueueActive(parseControlInput(queueSchema, await bodyOf(c)).active);
    return c.json(control.settings.queue);
  });
  routes.get('/clock', (c) => c.json({ now: control.clock.now() }));
  routes.post('/clock', async (c) => {
    control.clock.advance(parseControlInput(clockSchema, await bodyOf(c)).advanceMs);
    return c.json({ now: control.clock.now() });
  });
}

async function bodyOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

/** What the desk refuses is the caller's mistake, told in a sentence. */
function toControlError(error: Error): Response {
  if (error instanceof HTTPException) return error.getResponse();
  if (error instanceof HyperchatError) return Response.json({ error: error.message }, { status: error.code });
  throw error;
}
