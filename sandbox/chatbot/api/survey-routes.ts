import { Hono } from 'hono';
import { chatbotError } from './error-responses.ts';
import { requireSession, type SessionEnv } from './guard.ts';
import { readFields } from './request-body.ts';
import type { ChatbotService } from './service.ts';

/** Surveys, as far as clients are known to use them: a link, a start, and answers. */
export function createSurveyRoutes(service: ChatbotService): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  const withSession = requireSession(service);
  routes.get('/:id', withSession, (c) => c.json({ url: `${service.origin}/surveys/${c.req.param('id')}` }));
  routes.get('/:id/start', withSession, (c) => c.json({ token: surveyToken(c.req.param('id')), questions: [] }));
  routes.post('/:id/submit', withSession, (c) => {
    const body = readFields(c);
    if (body?.token !== surveyToken(c.req.param('id'))) return chatbotError(c, 400, 'Start the survey first.');
    return c.json({ success: true });
  });
  return routes;
}

const surveyToken = (id: string): string => `survey-${id}`;
