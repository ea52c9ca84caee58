import type { Context } from 'hono';
import { z } from 'zod';
import { readFields } from '../../chatbot/api/request-body.ts';
import type { SimulatorEnv } from '../../control/gate.ts';
import { parseLikePhp } from '../../control/parse-like-php.ts';
import { TicketingError } from './ticketing-error.ts';

/** The fields of a body, a form with nested names or JSON. Throws 400. */
export function readTicketingBody(c: Context<SimulatorEnv>): Record<string, unknown> {
  const fields = readFields(c);
  if (fields === undefined) throw new TicketingError(400, 'The request body is neither a form nor a JSON object');
  return fields;
}

/** The same in a shape. Throws 400. */
export function readTicketingFields<Schema extends z.ZodType>(
  c: Context<SimulatorEnv>,
  schema: Schema,
): z.output<Schema> {
  const result = parseLikePhp(schema, readTicketingBody(c));
  if (result.success) return result.data;
  throw new TicketingError(400, z.prettifyError(result.error));
}
