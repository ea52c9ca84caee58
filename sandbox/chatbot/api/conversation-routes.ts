import { type Context, Hono } from 'hono';
import type { SimulatorEnv } from '../../control/gate.ts';
import { conversationToHistory } from '../bot/history.ts';
import type { BotAnswer } from '../bot/wire.ts';
import { parseConversationRequest } from './conversation-request.ts';
import { chatbotError, malformedBody } from './error-responses.ts';
import { requireKeyAndToken, requireSession, type SessionEnv } from './guard.ts';
import { parseMessageRequest } from './message-request.ts';
import { readFields } from './request-body.ts';
import type { ChatbotService } from './service.ts';

/** Opening a session, talking in it, and its transcript (Chatbot docs: conversation). */
export function createConversationRoutes(service: ChatbotService): Hono<SimulatorEnv> {
  const routes = new Hono<SimulatorEnv>();
  routes.post('/', requireKeyAndToken(service), (c) => openConversation(c, service));
  routes.route('/', createSessionRoutes(service));
  return routes;
}

function createSessionRoutes(service: ChatbotService): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  const withSession = requireSession(service);
  routes.post('/message', withSession, (c) => {
    const body = readFields(c);
    if (!body) return malformedBody(c);
    const request = parseMessageRequest(body, service.settings.optionOrMessage);
    if ('error' in request) return chatbotError(c, 400, request.error);
    const answers = service.bot.respond(c.get('session').conversation, request.input);
    if (!answers) return chatbotError(c, 400, 'option is only valid right after a question that offered it.');
    return c.env.incoming.headers['x-inbenta-streaming'] === 'true' ? streamAnswers(c, answers) : c.json({ answers });
  });
  routes.get('/history', withSession, (c) =>
    service.settings.history === 'available'
      ? c.json(conversationToHistory(c.get('session').conversation))
      : chatbotError(c, 500, 'The history cannot be read.'),
  );
  return routes;
}

function openConversation(c: Context<SimulatorEnv>, service: ChatbotService): Response {
  const body = readFields(c);
  if (!body) return malformedBody(c);
  const request = parseConversationRequest(body, {
    userType: c.req.header('x-inbenta-user-type'),
    environment: c.req.header('x-inbenta-env'),
    source: c.req.header('x-inbenta-source'),
  });
  if ('error' in request) return chatbotError(c, 400, request.error);
  const { token, conversation } = service.sessions.open(request.facts);
  c.set('sessionId', conversation.sessionId);
  return c.json({ sessionToken: token, sessionId: conversation.sessionId });
}

/** Two events for any answer that is not generated (Chatbot docs: streaming). */
function streamAnswers(c: Context, answers: BotAnswer[]): Response {
  const events = [
    { type: 'fullResponse', data: { answers } },
    { type: 'endResponse', data: null },
  ];
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
  return c.body(text, 200, { 'content-type': 'text/event-stream' });
}
