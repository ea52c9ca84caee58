import { z } from 'zod';

/** A ticket of the ticketing product (Inbenta's connectors: Messenger API). */
export interface Ticket {
  id: number;
  /** What a person is told, for example `INB-4711`. */
  fullId: string;
  /** Id of the chat it was made from. */
  externalId: string | null;
  /** Unix seconds. */
  created: number;
  /** As sent by who made it. */
  fields: Record<string, unknown>;
  replies: Record<string, unknown>[];
}

export interface Contact {
  id: number;
  address: string;
  name: string;
  /** As sent. */
  fields: Record<string, unknown>;
}

export interface SurveySubmission {
  surveyId: string;
  ticketId: number;
  answers: Record<string, unknown>;
}

const hours = z.array(z.strictObject({ from: z.string(), to: z.string() }));

/** Working hours by queue, as the API tells them. */
export const timetableSchema = z.strictObject({
  weeks: z.array(
    z.strictObject({
      queueId: z.int(),
      Monday: hours,
      Tuesday: hours,
      Wednesday: hours,
      Thursday: hours,
      Friday: hours,
      Saturday: hours,
      Sunday: hours,
    }),
  ),
  /** Days without work, `YYYY-MM-DD`. */
  holidays: z.array(z.strictObject({ queueId: z.int(), days: z.array(z.string()) })),
});

export type Timetable = z.output<typeof timetableSchema>;

/** Everything the ticketing product knows. */
export interface Ticketing {
  readonly tickets: Map<number, Ticket>;
  readonly contacts: Map<number, Contact>;
  readonly submissions: SurveySubmission[];
  /** Tokens of surveys that were started and not handed in. */
  readonly openSurveys: Map<string, { surveyId: string; ticketId: number }>;
  timetable: Timetable;
  addTicket(ticket: Pick<Ticket, 'externalId' | 'created' | 'fields'>): Ticket;
  addContact(contact: Omit<Contact, 'id'>): Contact;
  addReply(ticket: Ticket, reply: Record<string, unknown>): number;
  addMedia(): number;
}

/** The first number; far from those of surveys and queues, so that a mix-up shows. */
const FIRST_ID = 4711;

export function createTicketing(): Ticketing {
  let lastId = FIRST_ID - 1;
  const ticketing: Ticketing = {
    tickets: new Map(),
    contacts: new Map(),
    submissions: [],
    openSurveys: new Map(),
    timetable: { weeks: [], holidays: [] },
    addTicket(wanted) {
      const id = ++lastId;
      const ticket: Ticket = { ...wanted, id, fullId: `INB-${id}`, replies: [] };
      ticketing.tickets.set(id, ticket);
      return ticket;
    },
    addContact(wanted) {
      const contact = { ...wanted, id: ++lastId };
      ticketing.contacts.set(contact.id, contact);
      return contact;
    },
    addReply(ticket, reply) {
      ticket.replies.push(reply);
      return ++lastId;
    },
    addMedia: () => ++lastId,
  };
  return ticketing;
}
