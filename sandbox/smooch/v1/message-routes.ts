import { Hono } from 'hono';
import { z } from 'zod';
import { conversationOf, historyPage, markReadByUser, nextReceived } from '../app/conversation.ts';
import type { ConversationRecord, UserRecord } from '../app/records.ts';
import type { SmoochService } from '../smooch-service.ts';
import { type PostedMessage, postedMessageSchema } from './message-schema.ts';
import { postedToWire } from './posted-to-wire.ts';
import { badRequest, notFound, SmoochApiError } from './smooch-api-error.ts';
import { httpUrlSchema } from './url-schema.ts';
import { existingConversationOf, readBody, userOf, type V1Env } from './v1-context.ts';
import type { WireClient, WireConversation, WireMessage } from './wire.ts';

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
    const message = takeMessage(service, c.get('app')._id, user, readBody(c, postedMessageSchema));
    service.addMessages(c.get('app'), user, [message.wire], message.client);
    return c.json({ message: message.wire, conversation: conversationToWire(conversationOf(user)) }, 201);
  });

  routes.get('/appusers/:userId/messages', (c) => {
    const conversation = existingConversationOf(c);
    const query = historySchema.safeParse(c.req.query());
    if (!query.success) throw badRequest('before and after must be numbers of seconds');
    const { before, after } = query.data;
    if (before !== undefined && after !== undefined) throw badRequest('before and after are mutually exclusive');
    return c.json(historyToBody(conversation, { before, after }, c.req.url));
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
    const conversation = existingConversationOf(c);
    const { role, type } = readBody(c, activitySchema);
    const now = service.now() / 1000;
    if (role === 'appUser') markReadByUser(conversation, now);
    else if (type === 'conversation:read') conversation.appMakerLastRead = now;
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

/** Everything about a posted message that depends on its user. */
function takeMessage(
  service: SmoochService,
  appId: string,
  user: UserRecord,
  posted: PostedMessage,
): { wire: WireMessage; client: WireClient | undefined } {
  const client = posted.destination === undefined ? user.clients[0] : clientFor(user, posted.destination);
  const conversation = conversationOf(user);
  if (conversation.messages.length >= service.settings.messageLimit) {
    throw new SmoochApiError(423, 'locked', 'The conversation is full: delete messages first');
  }
  const received = nextReceived(conversation, service.now);
  const fileOf = (mediaUrl: string) => {
    const file = service.media.owns(mediaUrl) ? service.media.get(mediaUrl) : undefined;
    return file && { mediaType: file.mediaType, mediaSize: file.bytes.length };
  };
  return { wire: postedToWire(posted, { appId, userId: user._id, received, fileOf }), client };
}

function clientFor(user: UserRecord, destination: NonNullable<PostedMessage['destination']>): WireClient {
  const client = user.clients.find((one) =>
    'integrationId' in destination
      ? one.integrationId === destination.integrationId
      : one.platform === destination.integrationType,
  );
  if (client === undefined) throw badRequest('The user has no client for this destination');
  return client;
}

function historyToBody(
  conversation: ConversationRecord,
  query: { before?: number; after?: number },
  requestUrl: string,
): Record<string, unknown> {
  const page = historyPage(conversation, query);
  const messages = page.messages.map(({ message }) => message);
  const url = requestUrl.replace(/\?.*/, '');
  return {
    conversation: conversationToWire(conversation),
    messages,
    ...(page.hasOlder && { previous: `${url}?before=${messages[0]?.received ?? query.after}` }),
    ...(page.hasNewer && { next: `${url}?after=${messages.at(-1)?.received ?? query.before}` }),
  };
}

function conversationToWire({ messages: _messages, ...wire }: ConversationRecord): WireConversation {
  return wire;
}
