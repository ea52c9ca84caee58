import { Hono } from 'hono';
import { z } from 'zod';
import { parseLikePhp } from '../../control/parse-like-php.ts';
import { chatbotError } from './error-responses.ts';
import { requireSession, type SessionEnv } from './guard.ts';
import { readFields } from './request-body.ts';
import type { ChatbotService } from './service.ts';

const variable = z.object({ name: z.string().min(1), value: z.string() });
const one = variable.transform((single) => [single]);
const several = z.object({ variables: z.array(variable) }).transform(({ variables }) => variables);

/** Variables of a session (Chatbot docs: addVariable). All are set, or none. */
export function createVariableRoutes(service: ChatbotService): Hono<SessionEnv> {
  const routes = new Hono<SessionEnv>();
  const withSession = requireSession(service);
  for (const [path, schema] of [['/', one] as const, ['/multiple', several] as const]) {
    routes.post(path, withSession, (c) => {
      const parsed = parseLikePhp(schema, readFields(c));
      if (!parsed.success) return chatbotError(c, 400, z.prettifyError(parsed.error));
      const unknown = parsed.data.find(({ name }) => !service.knowsVariable(name));
      if (unknown) return chatbotError(c, 400, `There is no variable ${unknown.name}.`);
      const { variables } = c.get('session').conversation;
      for (const { name, value } of parsed.data) variables.set(name.toLowerCase(), value);
      return c.json({ success: true });
    });
  }
  routes.get('/', withSession, (c) => {
    const entries = [...c.get('session').conversation.variables].map(([name, value]) => [name, { value }]);
    return c.json(Object.fromEntries(entries));
  });
  return routes;
}
