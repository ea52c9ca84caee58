import { Hono } from 'hono';
import type { HyperchatService } from '../hyperchat-service.ts';
import { createAgentRoutes } from './agent-routes.ts';
import { createAppRoutes } from './app-routes.ts';
import { createAuthentication } from './authenticate.ts';
import { createChatRoutes } from './chat-routes.ts';
import { createMediaRoutes } from './media-routes.ts';
import { createMembershipRoutes } from './membership-routes.ts';
import { createMessageRoutes } from './message-routes.ts';
import { createSurveyRoutes } from './survey-routes.ts';
import { createUserRoutes } from './user-routes.ts';
import type { V1Env } from './v1-context.ts';
import { createWebhookRoutes } from './webhook-routes.ts';

/** The API, to be mounted at `/v1`. */
export function createV1Routes(service: HyperchatService): Hono<V1Env> {
  const routes = new Hono<V1Env>();
  routes.use(createAuthentication(service));
  const parts = [
    // Before the agents: /agents/available is not the agent called "available".
    createAppRoutes(service),
    createChatRoutes(service),
    createMessageRoutes(service),
    createMembershipRoutes(service),
    createUserRoutes(service),
    createMediaRoutes(service),
    createAgentRoutes(service),
    createWebhookRoutes(service),
    createSurveyRoutes(service),
  ];
  for (const part of parts) routes.route('/', part);
  return routes;
}
