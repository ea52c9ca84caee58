import { ApiError } from '../../core/errors.ts';
import type { AgentDesk, DeskProfile } from '../agent-desk.ts';
import { goneToUndefined } from './gone-to-undefined.ts';
import type { HyperChatCaller } from './hyperchat-caller.ts';
import {
  type HyperChatUser,
  parseAvailable,
  parseOnline,
  parseQueueActive,
  parseUser,
  parseUsers,
} from './parse-response.ts';
import { systemActor } from './wire.ts';

export interface DirectoryCalls
  extends Pick<AgentDesk, 'isQueueActive' | 'agentsReady' | 'signUp' | 'findAndUpdateUser'> {
  user(userId: string): Promise<HyperChatUser | undefined>;
}

/**
 * Who is there: settings, agents and users (HyperChat docs: settings, agents, users).
 *
 * @param onWarning told what goes wrong without doing harm
 */
export function createDirectoryCalls(call: HyperChatCaller, onWarning: (message: string) => void): DirectoryCalls {
  async function findByExternalId(externalId: string): Promise<HyperChatUser | undefined> {
    const path = `/users/?${new URLSearchParams({ externalId })}`;
    const users = await call({ operation: 'find user', method: 'GET', path, read: parseUsers });
    // A filter that is not understood gives everybody, and nobody else may be overwritten.
    return users.find((user) => user.externalId === externalId);
  }

  /** Old names do no harm to a chat, so it is opened all the same. */
  async function update(userId: string, json: Record<string, unknown>): Promise<void> {
    const path = `/users/${encodeURIComponent(userId)}`;
    try {
      await call({ operation: 'update user', method: 'PUT', path, json, read: () => true });
    } catch (error) {
      onWarning(`the user's data at the desk stays as it was: ${error instanceof Error ? error.message : error}`);
    }
  }

  async function create(profile: DeskProfile): Promise<{ userId: string }> {
    const json = profileToJson(profile);
    const user = await call({ operation: 'sign up user', method: 'POST', path: '/users/', json, read: parseUser });
    return { userId: user.id };
  }

  async function findAndUpdateUser(profile: DeskProfile): Promise<{ userId: string } | undefined> {
    const user = await findByExternalId(profile.externalId);
    if (user === undefined) return undefined;
    await update(user.id, profileToJson(profile));
    return { userId: user.id };
  }

  return {
    findAndUpdateUser,
    isQueueActive: () =>
      call({ operation: 'read settings', method: 'GET', path: '/settings/', read: parseQueueActive }),
    agentsReady({ room, lang, queueActive }) {
      if (queueActive) {
        const path = `/agents/online?roomId=${room}`;
        return call({ operation: 'ask for agents online', method: 'GET', path, read: parseOnline });
      }
      const query = new URLSearchParams({ roomIds: String(room), ...(lang ? { langs: lang } : {}) });
      const path = `/agents/available?${query}`;
      const read = (body: unknown) => parseAvailable(body, room);
      return call({ operation: 'ask for agents available', method: 'GET', path, read });
    },
    async signUp(profile) {
      try {
        return await create(profile);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 409)) throw error;
        const user = await findAndUpdateUser(profile);
        if (user !== undefined) return user;
        // Nobody has this external id, so it is the address that somebody else has.
        if (!profile.contact) throw error;
        const created = await create({ ...profile, contact: undefined });
        onWarning(
          'the desk knows the contact address of a user as that of somebody else: the user is made known without',
        );
        return created;
      }
    },
    async user(userId) {
      if (userId === systemActor) return undefined;
      const path = `/users/${encodeURIComponent(userId)}`;
      return goneToUndefined(call({ operation: 'read user', method: 'GET', path, read: parseUser }));
    },
  };
}

/** What is empty is left out: HyperChat then keeps what it has. */
function profileToJson({ externalId, name, contact, extraInfo }: DeskProfile): Record<string, unknown> {
  return {
    name,
    externalId,
    ...(extraInfo && Object.keys(extraInfo).length > 0 ? { extraInfo } : {}),
    ...(contact ? { contact } : {}),
  };
}
