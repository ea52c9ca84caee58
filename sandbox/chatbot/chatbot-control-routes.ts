import type { Hono } from 'hono';
import { z } from 'zod';
import { createControlRoutes, parseControlInput } from '../control/control-routes.ts';
import { keepMasked } from '../control/keep-masked.ts';
import { maskBody } from '../control/masking.ts';
import { CHATBOT_SECRETS, type ChatbotControl } from './chatbot-control.ts';
import { settingsSchema } from './settings.ts';

const sessionSchema = z.strictObject({ sessionId: z.string().optional() });
const keySchema = z.strictObject({ rejected: z.boolean() });
const renameSchema = z.strictObject({ title: z.string().trim().min(1) });
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
  addExtraInfoRoutes(routes, control);
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
  routes.post('/contents/:title/rename', async (c) => {
    const { title } = parseControlInput(renameSchema, await readJson(c.req.raw));
    return orMistake(() => control.renameContent(c.req.param('title'), title));
  });
  routes.delete('/contents/:title', (c) => orMistake(() => control.removeContent(c.req.param('title'))));
}

function addExtraInfoRoutes(routes: Hono, control: ChatbotControl): void {
  const { extraInfoDrafts: drafts } = control;
  const listDrafts = (group: string): object => maskBody(drafts.list(group), CHATBOT_SECRETS) as object;
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

  routes.get('/extra-info-drafts/:group', (c) => c.json(listDrafts(c.req.param('group'))));
  routes.put('/extra-info-drafts/:group/:name', async (c) => {
    const { group, name } = c.req.param();
    const value = parseControlInput(entrySchema, await readJson(c.req.raw));
    const before = drafts.list(group).find((entry) => entry.name === name)?.value;
    drafts.set(group, name, keepMasked(value, before, CHATBOT_SECRETS) as Record<string, unknown>);
    return c.json(listDrafts(group));
  });
  routes.post('/extra-info-drafts/:group/post', (c) => c.json({ posted: drafts.post(c.req.param('group')) }));
  routes.delete('/extra-info-drafts/:group', (c) => {
    drafts.discard(c.req.param('group'));
    return c.json(listDrafts(c.req.param('group')));
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
