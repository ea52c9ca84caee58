import { Hono } from 'hono';
import { z } from 'zod';
import { requireOpen } from '../desk/chats.ts';
import { requireAgent, requireChat, requireUser } from '../desk/desk-state.ts';
import type { AgentRecord, ChatRecord } from '../desk/records.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import { chatOf, readBody, type V1Context, type V1Env } from './v1-context.ts';
import { userToWire } from './wire.ts';

const memberSchema = z.object({ userId: z.string() });
const invitationSchema = z.object({ chatId: z.string(), userId: z.string() });

/** Who is in a chat, and who is asked to come (HyperChat's PHP client: chats, invitations). */
export function createMembershipRoutes({ desk }: HyperchatService): Hono<V1Env> {
  const { state, chats, assignment } = desk;
  const routes = new Hono<V1Env>();

  routes.get('/chats/:id/users', (c) => {
    const members = chatOf(c, state).users.map((id) => requireUser(state, id));
    return c.json({ users: members.map((user) => userToWire(user, state.settings.wire)) });
  });
  routes.post('/chats/:id/join', (c) => {
    const chat = chatOf(c, state);
    chats.join(chat, requireAgent(state, readBody(c, memberSchema).userId));
    return c.json({ success: true });
  });
  routes.put('/chats/:id/leave', (c) => {
    const chat = chatOf(c, state);
    chats.leave(chat, requireUser(state, readBody(c, memberSchema).userId));
    return c.json({ success: true });
  });
  routes.post('/chats/:id/toinbox', (c) => {
    chats.toInbox(chatOf(c, state));
    return c.json({ success: true });
  });

  const onInvitation = (act: (chat: ChatRecord, agent: AgentRecord) => void) => (c: V1Context) => {
    const { chatId, userId } = readBody(c, invitationSchema);
    const chat = requireChat(state, chatId);
    c.set('sessionId', chat.id);
    requireOpen(chat);
    act(chat, requireAgent(state, userId));
    return c.json({ success: true });
  };
  routes.post('/invitations', onInvitation(assignment.invite));
  routes.post('/invitations/accept', onInvitation(assignment.accept));
  routes.post('/invitations/reject', onInvitation(assignment.reject));
  return routes;
}
