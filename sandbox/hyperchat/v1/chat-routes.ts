import { Hono } from 'hono';
import { z } from 'zod';
import { requireUser } from '../desk/desk-state.ts';
import { badRequest } from '../desk/hyperchat-error.ts';
import { type ChatRecord, SYSTEM } from '../desk/records.ts';
import { agentsIn } from '../desk/staff.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import { historyEntrySchema } from './history-schema.ts';
import { chatOf, numericSchema, readBody, readQuery, type V1Env } from './v1-context.ts';
import { chatToWire } from './wire.ts';

/** The source that a new instance has: "Chat". */
const DEFAULT_SOURCE = 3;

const createSchema = z.object({
  creator: z.string(),
  room: numericSchema,
  source: numericSchema.default(DEFAULT_SOURCE),
  lang: z.string().nullable().default(null),
  externalId: z.string().nullable().default(null),
  history: z.array(historyEntrySchema).default([]),
});
const updateSchema = z.object({
  externalId: z.string().nullable().optional(),
  lang: z.string().nullable().optional(),
  room: numericSchema.optional(),
});
const listSchema = z.object({ status: z.enum(['open', 'waiting', 'active', 'closed', 'all']).default('open') });
const closeSchema = z.object({ userId: z.string().optional() });
const assignSchema = z.object({
  maxAttempts: z.coerce.number().int().min(1).optional(),
  /** Seconds. */
  interval: z.coerce.number().min(0).optional(),
  algorithm: z.string().optional(),
});

/** Chats from their opening to their end (HyperChat's PHP client: chats). */
export function createChatRoutes({ desk }: HyperchatService): Hono<V1Env> {
  const { state, chats, assignment } = desk;
  const toWire = (chat: ChatRecord) => chatToWire(chat, state.settings.wire);
  const routes = new Hono<V1Env>();

  routes.get('/chats', (c) => {
    const { status } = readQuery(c, listSchema);
    const listed = [...state.chats.values()].filter((chat) => isListed(chat, status));
    return c.json({ chats: listed.map(toWire) });
  });

  routes.post('/chats', (c) => {
    const chat = chats.create(readBody(c, createSchema));
    c.set('sessionId', chat.id);
    return c.json({ chat: toWire(chat) });
  });

  routes.get('/chats/:id', (c) => c.json({ chat: toWire(chatOf(c, state)) }));

  routes.put('/chats/:id', (c) => {
    const chat = chatOf(c, state);
    const { room, ...change } = readBody(c, updateSchema);
    if (room !== undefined && room !== chat.room) chats.move(chat, room);
    Object.assign(chat, change);
    return c.json({ chat: toWire(chat) });
  });

  routes.delete('/chats/:id', (c) => {
    const chat = chatOf(c, state);
    const { deleteReportedAs } = state.settings.rules;
    const { userId = deleteReportedAs === 'system' ? SYSTEM : chat.creator } = readQuery(c, closeSchema);
    if (userId !== SYSTEM) requireUser(state, userId);
    const silently = chat.status === 'closed' && state.settings.rules.closeOfClosed === 'success';
    if (!silently) chats.close(chat, { userId });
    return c.json({ success: true });
  });

  routes.get('/chats/:id/assign', async (c) => {
    const chat = chatOf(c, state);
    const { maxAttempts, interval } = readQuery(c, assignSchema);
    requireAssignable(chat, agentsIn(state, chat).length);
    const invited = await assignment.search(chat, {
      ...(maxAttempts !== undefined && { maxAttempts }),
      ...(interval !== undefined && { intervalMs: interval * 1000 }),
    });
    return c.json(invited === undefined ? {} : { agent: { id: invited.id } });
  });

  return routes;
}

function isListed({ status }: ChatRecord, wanted: z.output<typeof listSchema>['status']): boolean {
  if (wanted === 'open') return status !== 'closed';
  return wanted === 'all' || status === wanted;
}

function requireAssignable(chat: ChatRecord, agents: number): void {
  if (chat.status === 'closed') throw badRequest('The chat is closed');
  if (agents > 0) throw badRequest('The chat has an agent already');
  if (chat.inQueue) throw badRequest('The chat is in the queue: the desk assigns it by itself');
}
