import { Hono } from 'hono';
import { z } from 'zod';
import { conversationOf, historyPage, markReadByBusiness, markReadByUser } from '../app/conversation.ts';
import type { ConversationRecord } from '../app/records.ts';
import type { SmoochService } from '../smooch-service.ts';
import { postedMessageSchema } from './message-schema.ts';
import { badRequest, notFound } from './smooch-api-error.ts';
import { takeMessage } from './take-message.ts';
import { httpUrlSchema } from './url-schema.ts';
import { existingConversationOf, readBody, userOf, type V1Context, type V1Env } from './v1-context.ts';
import type { WireConversation } from './wire.ts';

const activitySchema = z
  .strictObject({
    role: z.enum(['appMaker', 'appUser']),
    type: z.enum(['typing:start', 'typing:stop', 'conversation:read']),
    name: z.string().optional(),
    avatarUrl: httpUrlSchema.optional(),
  })
  .refine(({ role, type }) => role === 'appMaker' || type === 'conversation:read', {
    path: ['type'],
    message: 'must be conversation:read for role appUser',
  });

const time = z.coerce.number().nonnegative().optional();
const historySchema = z.object({ before: time, after: time });

/** Messages, history and activities of a user (Smooch docs: conversations). */
export function createMessageRoutes(service: SmoochService): Hono<V1Env> {
  const routes = new Hono<V1Env>();

  routes.post('/appusers/:userId/messages', (c) => {
    const user = userOf(c);
    const { messages, client } = takeMessage(service, c.get('app'), user, readBody(c, postedMessageSchema));
    service.addMessages(c.get('app'), user, messages, client);
    const [message, ...extraMessages] = messages;
    const conversation = conversationToWire(conversationOf(user));
    return c.json({ message, ...(extraMessages.length > 0 && { extraMessages }), conversation }, 201);
  });

  routes.get('/appusers/:userId/messages', (c) => {
    const conversation = existingConversationOf(c);
    const query = historySchema.safeParse(c.req.query());
    if (!query.success) throw badRequest('before and after must be numbers of seconds');
    const { before, after } = query.data;
    if (before !== undefined && after !== undefined) throw badRequest('before and after are mutually exclusive');
    return c.json(historyToBody(conversation, { before, after }, c.req.url, service.settings.previousLink));
  });

  routes.delete('/appusers/:userId/messages', (c) => {
    existingConversationOf(c).messages = [];
    return c.json({});
  });

  routes.delete('/appusers/:userId/messages/:messageId', (c) => {
    const { messages } = existingConversationOf(c);
    const index = messages.findIndex(({ message }) => message._id === c.req.param('messageId'));
    if (index === -1) throw notFound('message_not_found', 'The message was not found');
    messages.splice(index, 1);
    return c.json({});
  });

  routes.post('/appusers/:userId/conversation/activity', (c) => {
    const conversation = conversationFor(c, service);
    const { role, type } = readBody(c, activitySchema);
    const now = service.now() / 1000;
    if (role === 'appUser') markReadByUser(conversation, now);
    else if (type === 'conversation:read') markReadByBusiness(conversation, now);
    if (role === 'appMaker') {
      service.events.emit('activity', { appId: c.get('app')._id, userId: userOf(c)._id, type });
    }
    return c.json({ conversation: conversationToWire(conversation) });
  });

  routes.post('/appusers/:userId/conversation/read', (c) => {
    markReadByUser(existingConversationOf(c), service.now() / 1000);
    return c.json({});
  });

  return routes;
}

function historyToBody(
  conversation: ConversationRecord,
  query: { before?: number; after?: number },
  requestUrl: string,
  withPrevious: boolean,
): Record<string, unknown> {
  const page = historyPage(conversation, query);
  const messages = page.messages.map(({ message }) => message);
  const url = requestUrl.replace(/\?.*/, '');
  return {
    conversation: conversationToWire(conversation),
    messages,
    ...(withPrevious && page.hasOlder && { previous: `${url}?before=${messages[0]?.received ?? query.after}` }),
    ...(page.hasNewer && { next: `${url}?after=${messages.at(-1)?.received ?? query.before}` }),
  };
}

/** The conversation whose activity it is; whether one begins with it where there is none is not known. */
function conversationFor(c: V1Context, { settings }: SmoochService): ConversationRecord {
  return settings.typingWithoutConversation === 'create' ? conversationOf(userOf(c)) : existingConversationOf(c);
}

function conversationToWire(conversation: ConversationRecord): WireConversation {
  const { messages: _messages, businessReadAt: _businessReadAt, ...wire } = conversation;
  return wire;
}
