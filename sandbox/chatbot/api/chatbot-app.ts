import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { SimulatorEnv } from '../../control/gate.ts';
import {
  TicketingError,
  errorToResponse as ticketingErrorToResponse,
} from '../../hyperchat/ticketing/ticketing-error.ts';
import { createTicketingRoutes } from '../../hyperchat/ticketing/ticketing-routes.ts';
import { createAuthRoutes } from './auth-routes.ts';
import { createConversationRoutes } from './conversation-routes.ts';
import { PRODUCT_PATHS, TICKETING_PATH } from './endpoints.ts';
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
  // The address that the token's answer names: the same key and token open it.
  app.use(`${TICKETING_PATH}/*`, requireKeyAndToken(service));
  app.route(TICKETING_PATH, createTicketingRoutes(service.ticketing, { seconds: service.seconds }));
  app.notFound(unknownPath);
  app.onError((error) => {
    if (error instanceof TicketingError) return ticketingErrorToResponse(error);
    if (error instanceof HTTPException) return error.getResponse();
    // A mistake of the simulator itself: say so loudly, a test would otherwise blame the connector.
    console.error(error);
    return Response.json({ errors: [{ code: 500, message: error.message }] }, { status: 500 });
  });
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
