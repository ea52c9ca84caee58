import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Connector sandbox</title>
<body style="font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem">
<h1 style="font-size: 1.5rem">The page is not built yet</h1>
<p>Run <code>npm run prepare</code> in the project's folder, then load this page again. The sandbox can go on meanwhile.</p>
</body></html>
`;

/** The built page, or one that says how to build it. Looked at anew each time, so a build shows after a reload. */
export function createWebRoutes(dist: string = DIST): Hono {
  const routes = new Hono();
  // What has a hash in its name never changes; everything else is asked for anew.
  const onFound = (path: string, c: { header(name: string, value: string): void }): void =>
    c.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  routes.get('*', serveStatic({ root: dist, onFound }));
  routes.get('/', (c) =>
    existsSync(join(dist, 'index.html')) ? c.notFound() : c.html(NOT_BUILT, 200, { 'cache-control': 'no-store' }),
  );
  return routes;
}
