import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { SimulatorEnv } from '../../control/gate.ts';
import { numericSchema } from '../v1/v1-context.ts';
import { readTicketingBody, readTicketingFields } from './read-ticketing-body.ts';
import { surveyToWire } from './survey.ts';
import type { Contact, Ticket, Ticketing } from './ticketing.ts';
import { TicketingError } from './ticketing-error.ts';

const contactSchema = z.looseObject({ name: z.string().min(1), address: z.string().min(1) });
const ticketSchema = z.looseObject({ title: z.string(), creator: numericSchema, message: z.string() });
const replySchema = z.looseObject({ creator: numericSchema, message: z.string() });
const mediaSchema = z.object({ name: z.string().min(1), content: z.base64() });
const startSchema = z.object({ sourceType: z.literal('ticket'), sourceId: numericSchema });
const submitSchema = z.object({
  token: z.string(),
  field_answers: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
});

export interface TicketingRouteOptions {
  /** Unix time. */
  seconds: () => number;
  /** What a survey stands in. Default `response`. */
  surveyKey?: () => 'response' | 'data';
}

/** Tickets, people and surveys of the ticketing product (Inbenta's connectors: Messenger API). */
export function createTicketingRoutes(
  ticketing: Ticketing,
  { seconds, surveyKey = () => 'response' }: TicketingRouteOptions,
): Hono<SimulatorEnv> {
  const routes = new Hono<SimulatorEnv>();
  addContactRoutes(routes, ticketing);
  addTicketRoutes(routes, ticketing, seconds);
  addSurveyRoutes(routes, ticketing, surveyKey);
  routes.get('/v1/settings/work-timetable', (c) => c.json(ticketing.timetable));
  routes.post('/v1/media', (c) => {
    readTicketingFields(c, mediaSchema);
    return c.json({ uuid: ticketing.addMedia() });
  });
  return routes;
}

function addContactRoutes(routes: Hono<SimulatorEnv>, { contacts, addContact }: Ticketing): void {
  routes.get('/v1/users', (c) => {
    const address = c.req.query('address');
    const found = [...contacts.values()].filter((contact) => address === undefined || contact.address === address);
    return c.json({ data: found.map(contactToWire) });
  });
  routes.post('/v1/users', (c) => {
    const { name, address, ...fields } = readTicketingFields(c, contactSchema);
    if ([...contacts.values()].some((contact) => contact.address === address)) {
      throw new TicketingError(409, 'There is a user with this address already');
    }
    return c.json({ uuid: addContact({ name, address, fields }).id });
  });
  routes.put('/v1/users/:id', (c) => {
    const contact = found(contacts.get(Number(c.req.param('id'))), 'User');
    Object.assign(contact.fields, readTicketingBody(c));
    return c.json({ uuid: contact.id });
  });
}

function addTicketRoutes(routes: Hono<SimulatorEnv>, ticketing: Ticketing, seconds: () => number): void {
  const { tickets, contacts } = ticketing;
  const ticketOf = (id: string): Ticket => found(tickets.get(Number(id)), 'Ticket');

  routes.get('/v1/tickets', (c) => {
    const externalId = c.req.query('external_id');
    const listed = [...tickets.values()].filter((one) => externalId === undefined || one.externalId === externalId);
    return c.json({ data: listed.map(ticketToWire) });
  });
  routes.post('/v1/tickets', (c) => {
    const fields = readTicketingFields(c, ticketSchema);
    if (!contacts.has(fields.creator)) throw new TicketingError(400, 'creator: there is no such user');
    const { id, fullId } = ticketing.addTicket({ externalId: null, created: seconds(), fields });
    return c.json({ uuid: id, full_uuid: fullId });
  });
  routes.put('/v1/tickets/:id', (c) => {
    const ticket = ticketOf(c.req.param('id'));
    Object.assign(ticket.fields, readTicketingBody(c));
    return c.json({ uuid: ticket.id });
  });
  routes.post('/v1/tickets/:id/replies', (c) => {
    const ticket = ticketOf(c.req.param('id'));
    return c.json({ uuid: ticketing.addReply(ticket, readTicketingFields(c, replySchema)) });
  });
}

function addSurveyRoutes(
  routes: Hono<SimulatorEnv>,
  { tickets, openSurveys, submissions }: Ticketing,
  surveyKey: () => string,
): void {
  routes.post('/v1/surveys/:id/start', (c) => {
    const { sourceId } = readTicketingFields(c, startSchema);
    found(tickets.get(sourceId), 'Ticket');
    const token = `sv_${randomBytes(8).toString('hex')}`;
    openSurveys.set(token, { surveyId: c.req.param('id'), ticketId: sourceId });
    return c.json({ [surveyKey()]: surveyToWire(c.req.param('id'), token) });
  });
  routes.post('/v1/surveys/:id/submit', (c) => {
    const { token, field_answers } = readTicketingFields(c, submitSchema);
    const started = openSurveys.get(token);
    if (started?.surveyId !== c.req.param('id')) throw new TicketingError(400, 'The survey was not started');
    openSurveys.delete(token);
    submissions.push({ ...started, answers: { ...field_answers } });
    return c.json({ success: true });
  });
}

function found<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new TicketingError(404, `${name} not found`);
  return thing;
}

function contactToWire({ id, name, address, fields }: Contact): Record<string, unknown> {
  return { ...fields, id, name, address };
}

function ticketToWire({ id, fullId, externalId, created, fields }: Ticket): Record<string, unknown> {
  return { ...fields, id, full_uuid: fullId, external_id: externalId, created };
}
