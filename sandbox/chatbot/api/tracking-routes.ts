import { Hono } from 'hono';
import { chatbotError, malformedBody } from './error-responses.ts';
import { requireSession, type SessionEnv } from './guard.ts';
import { readFields } from './request-body.ts';
import type { ChatbotService } from './service.ts';

/** The one endpoint for events; the docs know it under two paths. */
export function createTrackingRoutes(service: ChatbotService): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  routes.post('/events', requireSession(service), (c) => {
    const body = readFields(c);
    if (!body) return malformedBody(c);
    const problem = service.tracking.track(c.get('session').conversation.sessionId, body);
    if (problem) return chatbotError(c, 400, problem.error);
    return service.settings.trackingAnswer === 'json' ? c.json({ success: true }) : c.body(null, 204);
  });
  return routes;
}
