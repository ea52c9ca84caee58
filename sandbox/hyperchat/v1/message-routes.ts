import { Hono } from 'hono';
import { z } from 'zod';
import { requireMember } from '../desk/chats.ts';
import { requireChat, requireUser } from '../desk/desk-state.ts';
import { badRequest, notFound } from '../desk/hyperchat-error.ts';
import { addMessage, markRead } from '../desk/messages.ts';
import type { MessageRecord } from '../desk/records.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import { historyEntrySchema } from './history-schema.ts';
import { chatOf, readBody, readQuery, type V1Env } from './v1-context.ts';
import { messageToWire } from './wire.ts';

const postSchema = z.object({ chatId: z.string().optional(), sender: z.string(), message: z.string() });
const readSchema = z.object({ userId: z.string().optional() });
const historySchema = z.object({ history: z.array(historyEntrySchema) });
const formatSchema = z.object({ format: z.enum(['json', 'csv']).default('json') });

/** What is said in a chat (HyperChat's PHP client: messages). */
export function createMessageRoutes({ desk }: HyperchatService): Hono<V1Env> {
  const { state } = desk;
  const toWire = (message: MessageRecord) => messageToWire(message, state.media.get(message.id), state.settings.wire);
  const routes = new Hono<V1Env>();

  routes.get('/chats/:id/messages', (c) => c.json({ messages: chatOf(c, state).messages.map(toWire) }));

  routes.post('/chats/:id/messages', (c) => {
    const chat = chatOf(c, state);
    const { chatId = chat.id, sender, message } = readBody(c, postSchema);
    if (chatId !== chat.id) throw badRequest('chatId is not the chat of the path');
    requireMember(chat, requireUser(state, sender));
    return c.json({ message: toWire(addMessage(state, chat, { sender, type: 'text', message })) });
  });

  routes.put('/messages/:id/read', (c) => {
    const message = state.messages.get(c.req.param('id'));
    if (message === undefined) throw notFound('Message not found');
    const chat = requireChat(state, message.chat);
    markRead(state, chat, message, readBody(c, readSchema).userId ?? chat.creator);
    return c.json({ success: true });
  });

  routes.get('/chats/:id/history', (c) => {
    const chat = chatOf(c, state);
    const { format } = readQuery(c, formatSchema);
    const history = [...chat.history, ...chat.messages.map(toWire)];
    if (format === 'json') return c.json({ history });
    const lines = history.map(({ created, sender, message }) => [created, sender, message].map(toCell).join(','));
    return c.text(['created,sender,message', ...lines].join('\n'), 200, { 'content-type': 'text/csv' });
  });

  routes.post('/chats/:id/history', (c) => {
    const chat = chatOf(c, state);
    chat.history.push(...readBody(c, historySchema).history);
    return c.json({ success: true });
  });

  return routes;
}

function toCell(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
}
