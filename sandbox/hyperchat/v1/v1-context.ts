import type { Context } from 'hono';
import { z } from 'zod';
import type { SimulatorEnv } from '../../control/gate.ts';
import { parseLikePhp } from '../../control/parse-like-php.ts';
import { type DeskState, requireAgent, requireChat, requireUser } from '../desk/desk-state.ts';
import { badRequest } from '../desk/hyperchat-error.ts';
import type { AgentRecord, ChatRecord, UserRecord } from '../desk/records.ts';

export type V1Env = SimulatorEnv;
export type V1Context = Context<V1Env>;

/** A whole number, also as digits in quotes: conf files of integrations hold ids either way. */
export const numericSchema = z.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)]);

/** The chat named in the path. Throws 404. */
export function chatOf(c: V1Context, state: DeskState): ChatRecord {
  const chat = requireChat(state, c.req.param('id') ?? '');
  // The journal then lists the call under this chat.
  c.set('sessionId', chat.id);
  return chat;
}

/** The user named in the path. Throws 404. */
export function userOf(c: V1Context, state: DeskState): UserRecord {
  return requireUser(state, c.req.param('id') ?? '');
}

/** The agent named in the path. Throws 404. */
export function agentOf(c: V1Context, state: DeskState): AgentRecord {
  return requireAgent(state, c.req.param('id') ?? '');
}

/** The JSON body in this shape; none is an empty object, as is `[]`. Throws 400. */
export function readBody<Schema extends z.ZodType>(c: V1Context, schema: Schema): z.output<Schema> {
  const text = c.get('bodyText');
  if (text !== '' && !c.req.header('content-type')?.includes('application/json')) {
    throw badRequest('Content-Type must be application/json');
  }
  return parse(schema, text === '' ? {} : toJson(text));
}

/** The query in this shape. Throws 400. */
export function readQuery<Schema extends z.ZodType>(c: V1Context, schema: Schema): z.output<Schema> {
  return parse(schema, c.req.query());
}

/** `roomIds=1,2`, `roomIds=1&roomIds=2` and `roomIds[]=1` as a list. */
export function readList(c: V1Context, name: string): string[] {
  const given = [...(c.req.queries(name) ?? []), ...(c.req.queries(`${name}[]`) ?? [])];
  return given.flatMap((value) => value.split(',')).filter((value) => value !== '');
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = parseLikePhp(schema, value);
  if (result.success) return result.data;
  throw badRequest(
    result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; '),
  );
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('The request body is not valid JSON');
  }
}
