import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { z } from 'zod';
import { badRequest, notFound } from '../desk/hyperchat-error.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import type { V1Context, V1Env } from './v1-context.ts';
import { numericSchema } from './v1-context.ts';

const sourceSchema = z.object({ sourceType: z.literal('ticket'), sourceId: numericSchema });

/** The page of a survey about a ticket (other connectors: surveys). */
export function createSurveyRoutes({ ticketing, origin }: HyperchatService): Hono<V1Env> {
  const routes = new Hono<V1Env>();
  routes.get('/surveys/:id', async (c) => {
    const source = sourceSchema.safeParse(await readSource(c));
    if (!source.success) throw badRequest('sourceType must be ticket and sourceId its number');
    const { sourceId } = source.data;
    if (!ticketing.tickets.has(sourceId)) throw notFound('Ticket not found');
    return c.json({ survey: { url: `${origin()}/survey/${c.req.param('id')}?ticket=${sourceId}` } });
  });
  return routes;
}

/** Some clients put the fields into the query, others into a JSON body, although it is a GET. */
async function readSource(c: V1Context): Promise<unknown> {
  if (c.req.query('sourceType') !== undefined) return c.req.query();
  const text = await readBodyOfGet(c.env.incoming as IncomingMessage);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readBodyOfGet(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
