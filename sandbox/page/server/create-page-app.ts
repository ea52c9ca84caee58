import { Hono, type MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { createChatbotControlRoutes } from '../../chatbot/chatbot-control-routes.ts';
import type { SimulatorEnv } from '../../control/gate.ts';
import { createHyperchatControlRoutes } from '../../hyperchat/control/hyperchat-control-routes.ts';
import { createSmoochControlRoutes } from '../../smooch/control/smooch-control-routes.ts';
import type { PageEvent } from '../protocol/page-protocol.ts';
import type { PageContext } from './page-context.ts';
import type { PageEvents } from './page-events.ts';
import type { PagePlace } from './page-place.ts';
import { createPageRoutes } from './page-routes.ts';
import { createSameOriginGuard } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { createWebRoutes } from './serve-web.ts';

/** Everything under the page's address: the page itself, its own API, and what steers the three simulators. */
export function createPageApp(context: PageContext, place: PagePlace): Hono<SimulatorEnv> {
  const { smooch, chatbot, desk } = context.stand;
  const { events } = context;
  const app = new Hono<SimulatorEnv>();
  app.use(createSameOriginGuard(place), securityHeaders);
  app.use('/api/smooch/*', tellWhenChanged(events, { event: 'state' }));
  app.use('/api/chatbot/*', tellWhenChanged(events, { event: 'knowledge' }));
  app.use('/api/hyperchat/*', tellWhenChanged(events, { event: 'desk' }));
  app.route('/api/page', createPageRoutes(context));
  app.route('/api/smooch', createSmoochControlRoutes(smooch.control));
  app.route('/api/chatbot', createChatbotControlRoutes(chatbot.control));
  app.route('/api/hyperchat', createHyperchatControlRoutes(desk.control));
  app.all('/api/*', (c) => c.json({ error: 'There is nothing at this path.' }, 404));
  app.route('/', createWebRoutes(context.builtPage));
  app.notFound((c) => c.text('There is nothing at this path.', 404));
  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse();
    return Response.json({ error: error.message }, { status: 500 });
  });
  return app;
}

/** Whatever a window changed at a simulator, the others read anew. Faults and latencies are shown with the wire. */
function tellWhenChanged(events: PageEvents, event: PageEvent): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (c.req.method === 'GET' || !c.res.ok) return;
    const isAboutCalls = /\/(faults|latency|requests|recording)(\/|$)/.test(c.req.path);
    events.tell(isAboutCalls ? { event: 'wire' } : event);
  };
}
