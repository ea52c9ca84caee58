import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { FaultRule } from './faults.ts';
import type { SimulatorControl } from './gate.ts';
import type { JournalFilter } from './journal.ts';
import { parseLikePhp } from './parse-like-php.ts';
import { refuseWebsites } from './refuse-websites.ts';

const faultSchema: z.ZodType<FaultRule> = z.strictObject({
  endpoint: z.string().min(1),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('respond'),
      status: z.int().min(200).max(599),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
    z.strictObject({ kind: z.literal('timeout') }),
    z.strictObject({ kind: z.literal('reset') }),
    z.strictObject({ kind: z.literal('delay'), ms: z.number().min(0) }),
    z.strictObject({ kind: z.literal('hold') }),
  ]),
  moment: z.enum(['before', 'after']).optional(),
  times: z.union([z.int().min(1), z.literal('always')]).optional(),
  skip: z.int().min(0).optional(),
  bodyIncludes: z.string().optional(),
});

const latencySchema = z.record(z.string(), z.number().min(0));
const recordingSchema = z.strictObject({ on: z.boolean() });

const count = z.coerce.number().int().min(0);
const filterSchema = z.object({
  endpoint: z.string().optional(),
  method: z.string().toUpperCase().optional(),
  sessionId: z.string().optional(),
  status: count.optional(),
  bodyIncludes: z.string().optional(),
  after: count.optional(),
  finished: z.stringbool().optional(),
  limit: count.optional(),
});
const waitSchema = z.object({ count: count.default(1), waitMs: count.max(60_000).optional() });

/**
 * What every simulator offers under `/sandbox`, to be mounted there: `latency`, `faults`, `requests`, `recording`,
 * and at `/` the list of all operations, those that a simulator adds included. Secrets never leave through it.
 */
export function createControlRoutes({ faults, latency, journal }: SimulatorControl): Hono {
  const routes = new Hono();
  routes.use(refuseWebsites);
  const isOperation = ({ method }: { method: string }): boolean => method !== 'ALL';
  routes.get('/', (c) =>
    c.json({ operations: routes.routes.filter(isOperation).map(({ method, path }) => `${method} ${path}`) }),
  );
  routes.get('/latency', (c) => c.json(latency.list()));
  routes.put('/latency', async (c) => {
    const wanted = parseControlInput(latencySchema, await c.req.json().catch(() => undefined));
    for (const [endpoint, ms] of Object.entries(wanted)) latency.set(endpoint, ms);
    return c.json(latency.list());
  });
  routes.delete('/latency', (c) => {
    latency.clear();
    return c.json(latency.list());
  });

  routes.get('/faults', (c) => c.json(faults.list()));
  routes.post('/faults', async (c) => {
    const rule = parseControlInput(faultSchema, await c.req.json().catch(() => undefined));
    return c.json({ id: faults.add(rule) }, 201);
  });
  routes.delete('/faults', (c) => {
    faults.clear(c.req.query('endpoint'));
    return c.json(faults.list());
  });
  routes.delete('/faults/:id', (c) => c.json({ released: faults.release(c.req.param('id')) }));

  routes.get('/requests', async (c) => {
    const filter: JournalFilter = parseControlInput(filterSchema, c.req.query());
    const { count, waitMs } = parseControlInput(waitSchema, c.req.query());
    // Listed anew in any case: what `waitFor` returns has secrets.
    if (waitMs !== undefined) await journal.waitFor(filter, { count, timeoutMs: waitMs }).catch(() => undefined);
    return c.json(journal.list(filter));
  });
  routes.delete('/requests', (c) => {
    journal.clear();
    return c.json([]);
  });

  routes.get('/recording', (c) => c.json({ on: journal.isRecording() }));
  routes.put('/recording', async (c) => {
    journal.record(parseControlInput(recordingSchema, await c.req.json().catch(() => undefined)).on);
    return c.json({ on: journal.isRecording() });
  });
  return routes;
}

/** Checks what came in over a control API; a mistake is answered with 400 and a sentence that says what it is. */
export function parseControlInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = parseLikePhp(schema, input);
  if (result.success) return result.data;
  const error = input === undefined ? 'Send a JSON body.' : z.prettifyError(result.error);
  throw new HTTPException(400, { res: Response.json({ error }, { status: 400 }) });
}
