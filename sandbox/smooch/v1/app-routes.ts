import { Hono } from 'hono';
import { z } from 'zod';
import type { AppRecord } from '../app/records.ts';
import { newObjectId } from '../object-id.ts';
import { metadataSchema } from './metadata-schema.ts';
import { notFound, SmoochApiError } from './smooch-api-error.ts';
import { anyUrlSchema } from './url-schema.ts';
import { readBody, type V1Env } from './v1-context.ts';

const updateSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  metadata: metadataSchema.optional(),
});

const entryBase = z.strictObject({ text: z.string().min(1), metadata: metadataSchema.optional() });
const menuEntrySchema = z.discriminatedUnion('type', [
  entryBase.extend({ type: z.literal('link'), uri: anyUrlSchema }),
  entryBase.extend({ type: z.literal('postback'), payload: z.string() }),
]);
const menuSchema = z.strictObject({ items: z.array(menuEntrySchema).min(1).max(10) });

/** The app itself, as far as its own keys reach (Smooch docs: apps). */
export function createAppRoutes(): Hono<V1Env> {
  const routes = new Hono<V1Env>();
  routes.get('/apps/:appId', (c) => c.json({ app: appToWire(c.get('app')) }));
  routes.put('/apps/:appId', (c) => {
    const app = c.get('app');
    const { name = app.name, settings, metadata } = readBody(c, updateSchema);
    app.name = name;
    Object.assign(app.settings, settings);
    Object.assign(app.metadata, metadata);
    return c.json({ app: appToWire(app) });
  });
  // All apps, and the keys of one, belong to the account.
  for (const path of ['/apps', '/apps/:appId/keys', '/apps/:appId/keys/:keyId']) routes.all(path, refuseAppKeys);
  routes.delete('/apps/:appId', refuseAppKeys);
  return routes;
}

/** The persistent menu (Smooch docs: persistent menus). What is picked in it is a postback without a message. */
export function createMenuRoutes(): Hono<V1Env> {
  const routes = new Hono<V1Env>();
  routes.get('/menu', (c) => {
    const { menu } = c.get('app');
    if (menu === undefined) throw notFound('menu_not_found', 'The app has no menu');
    return c.json({ menu });
  });
  routes.put('/menu', (c) => {
    const { items } = readBody(c, menuSchema);
    const menu = { items: items.map((item) => ({ ...item, _id: newObjectId() })) };
    c.get('app').menu = menu;
    return c.json({ menu });
  });
  routes.delete('/menu', (c) => {
    delete c.get('app').menu;
    return c.json({});
  });
  return routes;
}

function refuseAppKeys(): never {
  throw new SmoochApiError(403, 'forbidden', 'The key and scope do not reach this resource');
}

function appToWire({ _id, name, settings, metadata }: AppRecord): Record<string, unknown> {
  return { _id, name, settings, metadata };
}
