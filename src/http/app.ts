import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { type HealthState, readinessReport } from './health.ts';
import type { AnswerWebhook } from './webhook.ts';

/** The public HTTP application: two reserved paths, and webhooks on every other. */
export function createApp(options: {
  answerWebhook: AnswerWebhook;
  health: HealthState;
}): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/healthz', (context) => context.text('ok'));
  app.get('/readyz', async (context) => {
    const { status, body } = await readinessReport(options.health);
    return context.json(body, status);
  });
  app.all('*', async (context) => {
    const answer = await options.answerWebhook(context.env.incoming, context.req.path);
    return context.body(`${answer.text}\n`, answer.status, {
      'content-type': 'text/plain; charset=utf-8',
      ...answer.headers,
    });
  });
  return app;
}
