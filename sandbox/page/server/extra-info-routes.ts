import type { Hono } from 'hono';
import { ownAppTokens } from '../../run/start-stand.ts';
import { readShippedLabels } from './connector-labels.ts';
import type { PageContext } from './page-context.ts';
import { readExtraInfoNow } from './read-extra-info-now.ts';

/** What Backstage's Extra Info needs of the connector: its own sentences, and that it reads what was posted. */
export function addExtraInfoRoutes(routes: Hono, { stand, events }: PageContext): void {
  const labels = readShippedLabels();
  routes.get('/labels', (c) => c.json(labels));
  routes.post('/own-app-tokens', (c) => {
    stand.chatbot.control.extraInfoDrafts.set('smooch', 'app_tokens', ownAppTokens());
    events.tell({ event: 'knowledge' });
    return c.json({});
  });
  routes.post('/connector/read-extra-info', async (c) => c.json({ output: await readExtraInfoNow(stand) }));
}
