import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startStand } from '../run/start-stand.ts';
import { startPage } from './server/start-page.ts';

// For whoever builds the page: a stand with the page on a fixed port, without a terminal chat, until it is interrupted.
// `npx vite sandbox/page/web --config sandbox/page/vite.config.ts` beside it serves the sources and asks this one.

const LOG_FILE = fileURLToPath(new URL('../../.sandbox/dev-connector.log', import.meta.url));

const { values } = parseArgs({ options: { 'page-port': { type: 'string', default: '4700' } } });
const delivery = { retrySpacingMs: [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000] };
const stand = await startStand({ logFile: LOG_FILE, smooch: { delivery } });
const page = await startPage({ stand, port: Number(values['page-port']) });
console.log(page.url);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await page.stop();
    await stand.stop();
    process.exit(0);
  });
}
