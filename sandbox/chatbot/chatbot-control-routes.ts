import type { Hono } from 'hono';
import { z } from 'zod';
import { createControlRoutes, parseControlInput } from '../control/control-routes.ts';
import { maskBody } from '../control/masking.ts';
import { CHATBOT_SECRETS, type ChatbotControl } from './chatbot-control.ts';
import { settingsSchema } from './settings.ts';

const sessionSchema = z.strictObject({ sessionId: z.string().optional() });
const keySchema = z.strictObject({ rejected: z.boolean() });
const entrySchema = z.record(z.string(), z.unknown());

// Without the defaults: what is not sent stays as it is.
const changesSchema = z.strictObject(
  Object.fromEntries(Object.entries(settingsSchema.shape).map(([name, schema]) => [name, schema.unwrap().optional()])),
);

/** The control API of the Chatbot simulator, to be mounted at `/sandbox`. */
export function createChatbotControlRoutes(control: ChatbotControl): Hono {
  const routes = createControlRoutes(control);
  addStateRoutes(routes, control);
  addKnowledgeRoutes(routes, control);
  return routes;
}

function addStateRoutes(routes: Hono, control: ChatbotControl): void {
  routes.post('/expire-tokens', (c) => {
    control.expireAccessTokens();
    return c.json({ success: true });
  });
  routes.post('/expire-sessions', async (c) => {
    const { sessionId } = parseControlInput(sessionSchema, await readJson(c.req.raw, {}));
    return c.json({ expired: control.expireSessions(sessionId) });
  });
  routes.put('/key', async (c) => {
    const { rejected } = parseControlInput(keySchema, await readJson(c.req.raw));
    control.rejectKey(rejected);
    return c.json({ rejected });
  });
  routes.get('/settings', (c) => c.json(control.settings()));
  routes.put('/settings', async (c) => {
    control.configure(parseControlInput(changesSchema, await readJson(c.req.raw)));
    return c.json(control.settings());
  });
  routes.get('/sessions', (c) => c.json(control.sessions()));
  routes.get('/events', (c) =>
    c.json(control.events({ type: c.req.query('type'), sessionId: c.req.query('sessionId') })),
  );
  routes.post('/reset', (c) => {
    control.reset();
    return c.json({ success: true });
  });
}

function addKnowledgeRoutes(routes: Hono, control: ChatbotControl): void {
  routes.get('/knowledge', (c) => c.json(control.knowledge()));
  routes.put('/knowledge', async (c) => {
    const knowledge = parseControlInput(entrySchema, await readJson(c.req.raw));
    return orMistake(() => control.setKnowledge(knowledge));
  });
  routes.get('/contents', (c) => c.json(control.knowledge().contents));
  routes.put('/contents/:title', async (c) => {
    const content = parseControlInput(entrySchema, await readJson(c.req.raw));
    return orMistake(() => control.setContent({ ...content, title: c.req.param('title') }));
  });
  routes.delete('/contents/:title', (c) => orMistake(() => control.removeContent(c.req.param('title'))));
  routes.get('/extra-info/:group', (c) =>
    c.json(maskBody(control.extraInfo(c.req.param('group')), CHATBOT_SECRETS) as object),
  );
  routes.put('/extra-info/:group/:name', async (c) => {
    const value = parseControlInput(entrySchema, await readJson(c.req.raw));
    control.setExtraInfo(c.req.param('group'), c.req.param('name'), value);
    return c.json({ success: true });
  });
  routes.delete('/extra-info/:group/:name', (c) => {
    control.setExtraInfo(c.req.param('group'), c.req.param('name'), undefined);
    return c.json({ success: true });
  });
}

async function readJson(request: Request, ifMissing?: unknown): Promise<unknown> {
  return request.json().catch(() => ifMissing);
}

/** Does it, or answers 400 with the sentence that says what is wrong with the knowledge. */
function orMistake(change: () => unknown): Response {
  try {
    const changed = change();
    return Response.json({ success: changed !== false });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return Response.json({ error: message }, { status: 400 });
  }
}
