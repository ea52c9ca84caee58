import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { parseControlInput } from '../../control/control-routes.ts';
import { knownChannels } from '../../smooch/channel/channel-traits.ts';
import type { PageState } from '../protocol/page-protocol.ts';
import { readConnectorRatings, settingsChangeSchema } from './connector-settings.ts';
import { addExtraInfoRoutes } from './extra-info-routes.ts';
import type { PageContext } from './page-context.ts';
import { listRatings } from './ratings.ts';

const phoneSchema = z.strictObject({ channel: z.enum(knownChannels), name: z.string().trim().min(1).optional() });
const resetSchema = z.strictObject({ what: z.enum(['contents', 'everything']) });
const settingsSchema = z.strictObject({ settings: settingsChangeSchema });

/** `/api/page`: what is only of the page, as its protocol says. */
export function createPageRoutes(context: PageContext): Hono {
  const { stand, events, connector } = context;
  const routes = new Hono();
  routes.onError(toError);
  routes.get('/state', async (c) => c.json(await pageState(context)));
  routes.get('/events', (c) => events.stream(c));
  routes.get('/connector', async (c) => c.json(await connector.state()));
  routes.put('/connector', async (c) => {
    const { settings } = parseControlInput(settingsSchema, await bodyOf(c));
    return c.json(await connector.apply(settings));
  });
  routes.delete('/connector/refused', async (c) => c.json(await connector.forgetRefusal()));
  routes.post('/connector/restart', async (c) => c.json(await connector.restart()));
  routes.get('/ratings', (c) =>
    c.json(listRatings(stand.chatbot.control, readConnectorRatings(stand.installation.confDir))),
  );
  addExtraInfoRoutes(routes, context);
  addWireRoutes(routes, context);
  addScenarioRoutes(routes, context);
  addPhoneRoutes(routes, context);
  addDeskMediaRoute(routes, context);
  addResetRoute(routes, context);
  return routes;
}

/** What cannot be done is the caller's mistake, told in a sentence. */
function toError(error: Error): Response {
  if (error instanceof HTTPException) return error.getResponse();
  return Response.json({ error: error.message }, { status: 400 });
}

async function pageState({ stand, phones, connector, scenarios }: PageContext): Promise<PageState> {
  return {
    phones: phones.list(),
    deskUrl: stand.desk.url,
    connector: await connector.state(),
    scenarios: scenarios.list(),
    playing: scenarios.playing(),
  };
}

function addScenarioRoutes(routes: Hono, { scenarios, events }: PageContext): void {
  routes.get('/scenarios', (c) => c.json(scenarios.list()));
  routes.post('/scenarios/stop', async (c) => {
    await scenarios.stop();
    return c.json(scenarios.playing() ?? {});
  });
  routes.post('/scenarios/:id/play', async (c) => {
    const run = await scenarios.play(c.req.param('id'));
    events.tell({ event: 'state' });
    return c.json(run, 201);
  });
}

function addWireRoutes(routes: Hono, { wire }: PageContext): void {
  routes.get('/wire', (c) => c.json(wire.turns(c.req.query('userId') || undefined)));
  routes.get('/wire/:callId', (c) => {
    const call = wire.call(c.req.param('callId'));
    return call === undefined ? c.json({ error: 'This call is no longer kept.' }, 404) : c.json(call);
  });
  routes.post('/wire/:turnId/replay', async (c) => {
    await wire.replay(c.req.param('turnId'));
    return c.json({});
  });
}

function addPhoneRoutes(routes: Hono, { phones, scenarios, events }: PageContext): void {
  routes.get('/phones', (c) => c.json(phones.list()));
  routes.post('/phones', async (c) => {
    const { channel, name } = parseControlInput(phoneSchema, await bodyOf(c));
    const phone = phones.open(channel, name);
    events.tell({ event: 'state' });
    return c.json(phone, 201);
  });
  routes.post('/phones/close-played', (c) => {
    const run = scenarios.playing();
    phones.closePlayed(run?.state === 'playing' ? run.userId : undefined);
    events.tell({ event: 'state' });
    return c.json(phones.list());
  });
  routes.delete('/phones/:userId', (c) => {
    if (!phones.close(c.req.param('userId'))) return c.json({ error: 'There is no such phone.' }, 404);
    events.tell({ event: 'state' });
    return c.json({});
  });
}

function addResetRoute(routes: Hono, { reset }: PageContext): void {
  routes.post('/reset', async (c) => {
    const { what } = parseControlInput(resetSchema, await bodyOf(c));
    await reset(what);
    return c.json({});
  });
}

/** At the desk itself files need credentials, which the page does not have. */
function addDeskMediaRoute(routes: Hono, { stand }: PageContext): void {
  routes.get('/desk-media/:id', (c) => {
    const media = stand.desk.control.media(c.req.param('id'));
    if (media === undefined) return c.json({ error: 'There is no such file.' }, 404);
    const isShown = /^(image\/(?!svg)|video\/|audio\/)/.test(media.type);
    return c.body(media.bytes, 200, {
      'content-type': media.type,
      // What a browser could run is only ever saved.
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(media.name)}`,
    });
  });
}

export async function bodyOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}
