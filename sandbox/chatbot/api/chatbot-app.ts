import { Hono } from 'hono';
import type { SimulatorEnv } from '../../control/gate.ts';
import { createAuthRoutes } from './auth-routes.ts';
import { createConversationRoutes } from './conversation-routes.ts';
import { PRODUCT_PATHS } from './endpoints.ts';
import { unknownPath } from './error-responses.ts';
import { requireKeyAndToken } from './guard.ts';
import type { ChatbotService } from './service.ts';
import { createSurveyRoutes } from './survey-routes.ts';
import { createTrackingRoutes } from './tracking-routes.ts';
import { createVariableRoutes } from './variable-routes.ts';

/** Every endpoint of the API, at the paths of the real one. */
export function addChatbotApi(app: Hono<SimulatorEnv>, service: ChatbotService): void {
  app.route('/v1', createAuthRoutes(service));
  const product = createProductRoutes(service);
  for (const base of Object.values(PRODUCT_PATHS)) app.route(`${base}/v1`, product);
  app.notFound(unknownPath);
}

function createProductRoutes(service: ChatbotService): Hono<SimulatorEnv> {
  const routes = new Hono<SimulatorEnv>();
  routes.route('/conversation/variables', createVariableRoutes(service));
  routes.route('/conversation', createConversationRoutes(service));
  routes.route('/tracking', createTrackingRoutes(service));
  routes.route('/inbtrck', createTrackingRoutes(service));
  routes.route('/surveys', createSurveyRoutes(service));
  routes.get('/app/data/:group', requireKeyAndToken(service), (c) =>
    c.json({ results: service.extraInfo.find(c.req.param('group'), c.req.query('name')) }),
  );
  return routes;
}
