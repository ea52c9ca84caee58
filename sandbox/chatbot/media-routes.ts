import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { SimulatorEnv } from '../control/gate.ts';

const MEDIA_FOLDER = join(import.meta.dirname, '../knowledge/media');

/** The pictures of the shipped knowledge, to be mounted at `/media`. They need no credentials, as a web server's. */
export function createMediaRoutes(): Hono<SimulatorEnv> {
  const routes = new Hono<SimulatorEnv>();
  for (const name of readdirSync(MEDIA_FOLDER)) {
    const bytes = new Uint8Array(readFileSync(join(MEDIA_FOLDER, name)));
    routes.get(`/${name}`, (c) => c.body(bytes, 200, { 'content-type': 'image/png' }));
  }
  return routes;
}
