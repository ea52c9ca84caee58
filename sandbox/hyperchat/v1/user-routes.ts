import { Hono } from 'hono';
import { z } from 'zod';
import { requireMember } from '../desk/chats.ts';
import { requireChat } from '../desk/desk-state.ts';
import { showActivity } from '../desk/messages.ts';
import type { UserRecord } from '../desk/records.ts';
import { signUp, updateUser } from '../desk/users.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import { newId } from '../new-id.ts';
import { readBody, readQuery, userOf, type V1Env } from './v1-context.ts';
import { userToWire } from './wire.ts';

const profile = {
  externalId: z.string().min(1).optional(),
  nickname: z.string().optional(),
  contact: z.string().optional(),
  extraInfo: z.record(z.string(), z.unknown()).optional(),
  lang: z.string().nullable().optional(),
};
const signUpSchema = z.object({ name: z.string().min(1), ...profile });
const updateSchema = z.object({ name: z.string().min(1).optional(), ...profile });
const findSchema = z.object({ externalId: z.string().optional() });
const activitySchema = z.object({ chatId: z.string(), type: z.enum(['writing', 'not-writing', 'stop-writing']) });

/** Users: end users and agents alike (HyperChat's PHP client: users). */
export function createUserRoutes({ desk, sessions }: HyperchatService): Hono<V1Env> {
  const { state } = desk;
  const toWire = (user: UserRecord) => userToWire(user, state.settings.wire);
  const routes = new Hono<V1Env>();

  routes.post('/users', (c) => {
    const user = signUp(state, readBody(c, signUpSchema));
    const token = newId('t');
    sessions.set(token, user.id);
    return c.json({ user: toWire(user), session: { token } });
  });

  routes.get('/users', (c) => {
    const { externalId } = readQuery(c, findSchema);
    const found = externalId === undefined ? undefined : state.usersByExternalId.get(externalId);
    const users = externalId === undefined ? [...state.users.values()] : [found ?? []].flat();
    return c.json({ users: users.map(toWire) });
  });

  routes.get('/users/:id', (c) => c.json({ user: toWire(userOf(c, state)) }));

  routes.put('/users/:id', (c) => {
    const user = userOf(c, state);
    updateUser(state, user, readBody(c, updateSchema));
    return c.json({ user: toWire(user) });
  });

  routes.post('/users/:id/activity', (c) => {
    const user = userOf(c, state);
    const { chatId, type } = readBody(c, activitySchema);
    const chat = requireChat(state, chatId);
    requireMember(chat, user);
    showActivity(state, chat, user, type);
    return c.json({ success: true });
  });

  return routes;
}
