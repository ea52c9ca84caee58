import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { createGate, type SimulatorEnv } from '../control/gate.ts';
import type { SmoochControl } from './control/smooch-control.ts';
import { createSmoochControlRoutes } from './control/smooch-control-routes.ts';
import type { SmoochService } from './smooch-service.ts';
import { createV1Routes } from './v1/create-v1-routes.ts';
import { endpointOf } from './v1/endpoint-of.ts';
import { jsonHeaders } from './v1/json-headers.ts';
import { isNotSimulated } from './v1/not-simulated.ts';
import { errorToBody, notFound, SmoochApiError } from './v1/smooch-api-error.ts';

/** The simulator's paths: the API, the files it hosts, and what steers it. */
export function createSmoochApp(service: SmoochService, control: SmoochControl): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  const gate = createGate({ control, endpointOf });
  app.use('/v1.1/*', jsonHeaders, gate);
  app.use('/media/*', gate);
  app.route('/v1.1', createV1Routes(service));
  app.get('/media/*', (c) => {
    const file = service.media.get(c.req.path);
    if (file === undefined) throw notFound('not_found', 'The file was not found');
    return c.body(file.bytes, 200, { 'content-type': file.mediaType });
  });
  app.route('/sandbox', createSmoochControlRoutes(control));
  app.notFound((c) => {
    const missing = isNotSimulated(c.req.path);
    const description = missing ? 'The sandbox does not have this part of the API' : 'There is nothing at this path';
    return c.json(errorToBody(notFound('not_found', description)), 404);
  });
  app.onError((error) => errorToResponse(error));
  return app;
}

function errorToResponse(error: Error): Response {
  if (error instanceof SmoochApiError) return Response.json(errorToBody(error), { status: error.status });
  if (error instanceof HTTPException) return error.getResponse();
  // A mistake of the simulator itself: say so loudly, a test would otherwise blame the connector.
  console.error(error);
  const failure = new SmoochApiError(500, 'internal_server_error', error.message);
  return Response.json(errorToBody(failure), { status: 500 });
}
