import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { createGate, type SimulatorEnv } from '../control/gate.ts';
import type { HyperchatControl } from './control/hyperchat-control.ts';
import { createHyperchatControlRoutes } from './control/hyperchat-control-routes.ts';
import { HyperchatError, notFound } from './desk/hyperchat-error.ts';
import type { HyperchatService } from './hyperchat-service.ts';
import { createAuthorizationRoutes, type TicketingCredentials } from './ticketing/authorization-routes.ts';
import { TicketingError, errorToResponse as ticketingErrorToResponse } from './ticketing/ticketing-error.ts';
import { createTicketingRoutes } from './ticketing/ticketing-routes.ts';
import { createV1Routes } from './v1/create-v1-routes.ts';
import { endpointOf } from './v1/endpoint-of.ts';

/** The simulator's paths: the desk's API, a stub of the ticketing API beside it, and what steers both. */
export function createHyperchatApp(
  service: HyperchatService,
  control: HyperchatControl,
  credentials: TicketingCredentials,
): Hono<SimulatorEnv> {
  const { origin, desk } = service;
  const { clock, settings } = desk.state;
  // Not strict: a path is the same with and without a slash at its end.
  const app = new Hono<SimulatorEnv>({ strict: false });
  const gate = createGate({ control, endpointOf });
  app.use('/v1/*', gate);
  app.use('/ticketing/*', gate);
  app.route('/v1', createV1Routes(service));
  const surveyKey = () => settings.tickets.surveyKey;
  const base = (): string => `${origin()}/ticketing`;
  app.route('/ticketing', createAuthorizationRoutes({ credentials, now: clock.now, base }));
  app.route('/ticketing', createTicketingRoutes(service.ticketing, { seconds: clock.seconds, surveyKey }));
  app.route('/sandbox', createHyperchatControlRoutes(control));

  const statusOf = ({ code }: HyperchatError): number => (settings.wire.errorStatus === 'code' ? code : 200);
  const toResponse = (error: HyperchatError): Response =>
    Response.json({ error: { code: error.code, message: error.message } }, { status: statusOf(error) });
  app.notFound(() => toResponse(notFound('There is nothing at this path')));
  app.onError((error) => {
    if (error instanceof HyperchatError) return toResponse(error);
    if (error instanceof TicketingError) return ticketingErrorToResponse(error);
    if (error instanceof HTTPException) return error.getResponse();
    // A mistake of the simulator itself: say so loudly, a test would otherwise blame the connector.
    console.error(error);
    return toResponse(new HyperchatError(500, error.message));
  });
  return app;
}
