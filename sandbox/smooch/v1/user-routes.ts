import { Hono } from 'hono';
import { z } from 'zod';
import type { UserRecord } from '../app/records.ts';
import { addUser, findUser, updateUser } from '../app/users.ts';
import type { SmoochService } from '../smooch-service.ts';
import { metadataSchema } from './metadata-schema.ts';
import { badRequest, notFound, SmoochApiError } from './smooch-api-error.ts';
import { readBody, userOf, type V1Env } from './v1-context.ts';

const profile = {
  givenName: z.string().optional(),
  surname: z.string().optional(),
  email: z.string().optional(),
  signedUpAt: z.iso.datetime({ offset: true }).optional(),
  properties: metadataSchema.optional(),
};
const createSchema = z.strictObject({ userId: z.string().min(1), ...profile });
const updateSchema = z.strictObject(profile);
const userReference = z
  .strictObject({ _id: z.string().optional(), userId: z.string().optional() })
  .refine(({ _id, userId }) => (_id === undefined) !== (userId === undefined), 'must have either _id or userId');
const mergeSchema = z.strictObject({ surviving: userReference, discarded: userReference });

/** App users (Smooch docs: app users). */
export function createUserRoutes(service: SmoochService): Hono<V1Env> {
  const routes = new Hono<V1Env>();

  routes.post('/appusers', (c) => {
    const wanted = readBody(c, createSchema);
    if (findUser(c.get('app'), wanted.userId)) {
      throw new SmoochApiError(409, 'conflict', 'There is an app user with this userId already');
    }
    return c.json({ appUser: userToWire(addUser(c.get('app'), wanted, service.now)) }, 201);
  });

  routes.post('/appusers/merge', (c) => {
    const app = c.get('app');
    const [surviving, discarded] = mergePair(app.users, app.usersByUserId, readBody(c, mergeSchema));
    service.mergeUsers(app, surviving, discarded);
    return c.json({});
  });

  routes.get('/appusers/:userId', (c) => c.json({ appUser: userToWire(userOf(c)) }));

  routes.put('/appusers/:userId', (c) => {
    const user = userOf(c);
    updateUser(user, readBody(c, updateSchema));
    return c.json({ appUser: userToWire(user) });
  });

  routes.delete('/appusers/:userId', (c) => {
    service.deleteUser(c.get('app'), userOf(c));
    return c.json({});
  });

  return routes;
}

function mergePair(
  users: ReadonlyMap<string, UserRecord>,
  usersByUserId: ReadonlyMap<string, UserRecord>,
  named: z.output<typeof mergeSchema>,
): [UserRecord, UserRecord] {
  const find = ({ _id, userId }: z.output<typeof userReference>) =>
    _id === undefined ? usersByUserId.get(userId ?? '') : users.get(_id);
  const [surviving, discarded] = [find(named.surviving), find(named.discarded)];
  if (!surviving || !discarded) throw notFound('user_not_found', 'The app user was not found');
  if (surviving === discarded) throw badRequest('surviving and discarded must be different users');
  return [surviving, discarded];
}

function userToWire({ conversation, ...user }: UserRecord): Record<string, unknown> {
  return {
    ...user,
    conversationStarted: conversation !== undefined,
    credentialRequired: false,
    hasPaymentInfo: false,
    pendingClients: [],
    devices: [],
  };
}
