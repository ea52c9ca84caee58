import { Hono } from 'hono';
import { z } from 'zod';
import { requireChat } from '../desk/desk-state.ts';
import { badRequest, notFound } from '../desk/hyperchat-error.ts';
import { agentsOf, availableAgents, onlineAgents } from '../desk/staff.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import { newId } from '../new-id.ts';
import { changeSettings } from '../settings.ts';
import { eventToData } from '../webhooks/event-to-data.ts';
import { numericSchema, readBody, readList, readQuery, type V1Env } from './v1-context.ts';

const queueSchema = z.object({ queue: z.object({ active: z.boolean() }) });
const settingsSchema = z.union([
  z.object({ settings: queueSchema }).transform(({ settings }) => settings),
  queueSchema,
]);
const onlineSchema = z.object({ roomId: numericSchema, lang: z.string().optional(), language: z.string().optional() });

/** What concerns the app as a whole: its settings, whether somebody is there, its queues. */
export function createAppRoutes({ desk, appId }: HyperchatService): Hono<V1Env> {
  const { state, queue } = desk;
  const routes = new Hono<V1Env>();

  const settings = () => ({
    settings: {
      queue: { active: state.settings.queue.active },
      languages: [...new Set(agentsOf(state).flatMap(({ work }) => work.langs))],
    },
  });
  routes.get('/settings', (c) => c.json(settings()));
  routes.put('/settings', (c) => {
    changeSettings(state.settings, readBody(c, settingsSchema));
    return c.json(settings());
  });

  routes.get('/apps/:id/validate', (c) => {
    if (c.req.param('id') !== appId) throw notFound('App not found');
    return c.json({ valid: true });
  });
  routes.get('/id', (c) => c.json({ id: newId('id') }));

  routes.get('/agents/available', (c) => {
    const wanted = readList(c, 'roomIds').map(Number);
    const rooms = wanted.length > 0 ? wanted : [...state.rooms.keys()];
    const counts = rooms.map((room) => [room, availableAgents(state, room, readList(c, 'langs')).length] as const);
    return c.json({ agents: Object.fromEntries(counts.filter(([, count]) => count > 0)) });
  });
  routes.get('/agents/online', (c) => {
    const { roomId, lang, language } = readQuery(c, onlineSchema);
    const langs = [...readList(c, 'langs'), lang ?? [], language ?? []].flat();
    return c.json({ agentsOnline: onlineAgents(state, roomId, langs).length > 0 });
  });

  routes.get('/queues/status', (c) => {
    const queues = [...state.rooms.values()].map(({ id, name }) => ({ id, name, waiting: queue.line(id).length }));
    return c.json({ active: state.settings.queue.active, queues });
  });
  routes.get('/queues/update/:id', (c) => {
    const chat = requireChat(state, c.req.param('id'));
    c.set('sessionId', chat.id);
    const position = queue.positionOf(chat);
    if (position === undefined) throw badRequest('The chat is in no queue');
    queue.tell(chat);
    return c.json(eventToData({ trigger: 'queues:update', chat, position }, state));
  });
  return routes;
}
