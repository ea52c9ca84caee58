import type { Context } from 'hono';
import type { z } from 'zod';
import type { SimulatorEnv } from '../../control/gate.ts';
import type { AppRecord, ConversationRecord, UserRecord } from '../app/records.ts';
import { findUser } from '../app/users.ts';
import { parseBody } from './parse-body.ts';
import { badRequest, notFound, SmoochApiError } from './smooch-api-error.ts';

const JSON_LIMIT = 100 * 1024;

/** Hono's environment behind the door of v1.1. */
export type V1Env = {
  Bindings: SimulatorEnv['Bindings'];
  Variables: SimulatorEnv['Variables'] & {
    /** The app whose key the call came with. */
    app: AppRecord;
    /** What becomes of keys in a body that nobody knows. */
    unknownKeys: 'drop' | 'refuse';
  };
};

export type V1Context = Context<V1Env>;

/** The user named in the path, by either id. Throws 404. */
export function userOf(c: V1Context): UserRecord {
  const user = findUser(c.get('app'), c.req.param('userId') ?? '');
  if (user === undefined) throw notFound('user_not_found', 'The app user was not found');
  // The journal then lists the call under this user.
  c.set('sessionId', user._id);
  return user;
}

/** The conversation of the user named in the path. Throws 404. */
export function existingConversationOf(c: V1Context): ConversationRecord {
  const { conversation } = userOf(c);
  if (conversation === undefined) throw notFound('conversation_not_found', 'The conversation was not found');
  return conversation;
}

/** The JSON body in this shape; `[]` is an empty object. Throws 400, and 413 over 100 KB. */
export function readBody<Schema extends z.ZodType>(c: V1Context, schema: Schema): z.output<Schema> {
  const text = c.get('bodyText');
  // A character is at most three bytes of UTF-8: only a long text has to be counted.
  if (text.length * 3 > JSON_LIMIT && Buffer.byteLength(text) > JSON_LIMIT) {
    throw new SmoochApiError(413, 'payload_too_large', 'The request body is larger than 100 KB');
  }
  if (!c.env.incoming.headers['content-type']?.includes('application/json')) {
    throw badRequest('Content-Type must be application/json');
  }
  return parseBody(schema, text, { unknownKeys: c.get('unknownKeys') });
}
