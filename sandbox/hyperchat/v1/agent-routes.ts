import { Hono } from 'hono';
import { z } from 'zod';
import { addAgent, changeSetup, logIn, logOut } from '../desk/agents.ts';
import { requireAgent } from '../desk/desk-state.ts';
import type { AgentRecord } from '../desk/records.ts';
import { agentsOf } from '../desk/staff.ts';
import { updateUser } from '../desk/users.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import { newId } from '../new-id.ts';
import { agentOf, numericSchema, readBody, type V1Env } from './v1-context.ts';
import { userToWire } from './wire.ts';

const person = { nickname: z.string().optional(), contact: z.string().optional() };
const setup = { langs: z.array(z.string()).optional(), capacity: z.int().min(0).optional() };
const createSchema = z.object({
  id: z.string().min(1).optional(),
  name: z.string().min(1),
  rooms: z.array(numericSchema),
  ...person,
  ...setup,
});
const personSchema = z.object({ name: z.string().min(1).optional(), ...person });
const setupSchema = z.object({ rooms: z.array(numericSchema).optional(), ...setup });
const sessionSchema = z.object({ agentId: z.string() });

/** Agents, as a console for them would manage them. */
export function createAgentRoutes({ desk, sessions }: HyperchatService): Hono<V1Env> {
  const { state, assignment } = desk;
  const toWire = (agent: AgentRecord) => userToWire(agent, state.settings.wire);
  const routes = new Hono<V1Env>();

  routes.get('/agents', (c) => c.json({ agents: agentsOf(state).map(toWire) }));
  routes.post('/agents', (c) => {
    const { id = newId('u'), contact, ...wanted } = readBody(c, createSchema);
    const agent = addAgent(state, { id, ...wanted });
    updateUser(state, agent, { contact });
    return c.json({ agent: toWire(agent) });
  });
  routes.post('/agents/login', (c) => {
    const agent = requireAgent(state, readBody(c, sessionSchema).agentId);
    logIn(state, assignment, agent);
    const token = newId('t');
    sessions.set(token, agent.id);
    return c.json({ agent: toWire(agent), session: { token } });
  });
  routes.post('/agents/logout', (c) => {
    const agent = requireAgent(state, readBody(c, sessionSchema).agentId);
    logOut(state, assignment, agent);
    return c.json({ agent: toWire(agent) });
  });
  routes.get('/agents/:id', (c) => c.json({ agent: toWire(agentOf(c, state)) }));
  routes.put('/agents/:id', (c) => {
    const agent = agentOf(c, state);
    updateUser(state, agent, readBody(c, personSchema));
    changeSetup(state, assignment, agent, readBody(c, setupSchema));
    return c.json({ agent: toWire(agent) });
  });
  return routes;
}
