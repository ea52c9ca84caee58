import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { parse } from 'yaml';
import { ownAppTokens } from '../../run/start-stand.ts';
import type { ConnectorLabels } from '../protocol/page-protocol.ts';
import type { PageContext } from './page-context.ts';
import { readExtraInfoNow } from './read-extra-info-now.ts';

const LANG_DIR = fileURLToPath(new URL('../../../lang', import.meta.url));

/** What Backstage's Extra Info needs of the connector: its own sentences, and that it reads what was posted. */
export function addExtraInfoRoutes(routes: Hono, { stand, events }: PageContext): void {
  const labels = readLabels();
  routes.get('/labels', (c) => c.json(labels));
  routes.post('/own-app-tokens', (c) => {
    stand.chatbot.control.extraInfoDrafts.set('smooch', 'app_tokens', ownAppTokens());
    events.tell({ event: 'knowledge' });
    return c.json({});
  });
  routes.post('/connector/read-extra-info', async (c) => c.json({ output: await readExtraInfoNow(stand) }));
}

/** The sentences that come with the connector, by language and label. */
function readLabels(): ConnectorLabels {
  const files = readdirSync(LANG_DIR).filter((file) => file.endsWith('.yaml'));
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -'.yaml'.length), parse(readFileSync(join(LANG_DIR, file), 'utf8'))]),
  );
}
