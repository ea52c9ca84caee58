import { EventEmitter } from 'node:events';
import { Agent } from 'undici';
import { addAgent, type NewAgent } from './desk/agents.ts';
import { createDesk, type Desk } from './desk/create-desk.ts';
import type { DeskEvent, Trigger } from './desk/desk-event.ts';
import type { DeskState } from './desk/desk-state.ts';
import type { ChatRecord, Room, UserRecord } from './desk/records.ts';
import type { HyperchatSettings } from './settings.ts';
import type { SimulatorClock } from './simulator-clock.ts';
import { createTicketing, type Ticketing } from './ticketing/ticketing.ts';
import { askAssignHook } from './webhooks/ask-assign-hook.ts';
import type { Delivery } from './webhooks/delivery-log.ts';
import { eventToData } from './webhooks/event-to-data.ts';
import { createWebhookDelivery, type WebhookDelivery } from './webhooks/webhook-delivery.ts';
import { createWebhookRows, type WebhookRows } from './webhooks/webhook-rows.ts';

/** What happened at the desk, whether or not a webhook wants to know. */
export interface ToldEvent {
  trigger: Trigger;
  chatId: string;
  /** As webhooks are told. */
  data: Record<string, unknown>;
}

/** What can be listened to. */
export interface ServiceEvents {
  event: [ToldEvent];
  /** An event reached a webhook, or did not. */
  delivery: [Delivery];
  /** An agent came online or went, was set up, or has an invitation no more: nothing that webhooks are told. */
  agent: [{ agentId: string }];
}

/** Everything behind the API: the desk, its tickets, and the way events take to webhooks. */
export interface HyperchatService {
  readonly appId: string;
  readonly secret: string;
  readonly desk: Desk;
  /** Session token -> id of a user. */
  readonly sessions: Map<string, string>;
  readonly ticketing: Ticketing;
  readonly rows: WebhookRows;
  readonly delivery: WebhookDelivery;
  readonly events: EventEmitter<ServiceEvents>;
  /** HTTP connections to webhooks. */
  readonly agent: Agent;
  readonly origin: () => string;
  stop(): Promise<void>;
}

export interface HyperchatServiceOptions {
  appId: string;
  secret: string;
  rooms: Room[];
  agents: NewAgent[];
  settings: HyperchatSettings;
  clock: SimulatorClock;
  origin: () => string;
}

export function createHyperchatService(options: HyperchatServiceOptions): HyperchatService {
  const { appId, secret, settings, clock, origin } = options;
  const events = new EventEmitter<ServiceEvents>();
  events.setMaxListeners(0);
  const agent = new Agent({ connections: 1024 });
  const rows = createWebhookRows(settings, agent);
  const ticketing = createTicketing();
  let stopping = false;
  const delivery = createWebhookDelivery({
    appId,
    settings,
    clock,
    rows,
    agent,
    onSettled: (settled) => events.emit('delivery', settled),
    isStopping: () => stopping,
  });
  const hook = { appId, settings, clock, rows, agent, log: delivery.log };
  const state: DeskState = {
    settings,
    clock,
    rooms: new Map(options.rooms.map((room) => [room.id, room])),
    users: new Map(),
    usersByExternalId: new Map(),
    chats: new Map(),
    messages: new Map(),
    media: new Map(),
    invitations: [],
    publish,
    agentChanged: (agentId) => events.emit('agent', { agentId }),
    keepContact: (user) => keepContact(ticketing, user),
    openTicket(chat) {
      const user = state.users.get(chat.creator);
      const known = user && findContact(ticketing, user);
      const creator =
        known ?? (user && settings.tickets.contact !== 'never' ? keepContact(ticketing, user) : undefined);
      return ticketing.addTicket(toTicket(chat, creator, clock)).id;
    },
    askWhomToInvite: (chat, free) => askAssignHook(hook, chat, free),
  };

  function publish(event: DeskEvent): void {
    const told = { trigger: event.trigger, chatId: event.chat.id, data: eventToData(event, state) };
    delivery.send(told);
    events.emit('event', told);
  }

  for (const wanted of options.agents) addAgent(state, wanted);
  return {
    appId,
    secret,
    desk: createDesk(state),
    sessions: new Map(),
    ticketing,
    rows,
    delivery,
    events,
    agent,
    origin,
    async stop() {
      stopping = true;
      clock.stop();
      await agent.destroy();
      await delivery.idle();
    },
  };
}

/** @param creator id of the contact; none is known of a user without e-mail address */
function toTicket({ id, room, source }: ChatRecord, creator: number | undefined, clock: SimulatorClock) {
  return { externalId: id, created: clock.seconds(), fields: { queue: room, source, creator: creator ?? null } };
}

/** The ticketing product knows people by their e-mail address (HyperChat's PHP client: tickets). */
function findContact({ contacts }: Ticketing, { contact }: UserRecord): number | undefined {
  return contact === '' ? undefined : contacts.values().find(({ address }) => address === contact)?.id;
}

function keepContact(ticketing: Ticketing, user: UserRecord): number | undefined {
  if (user.contact === '') return undefined;
  const { name, contact: address } = user;
  return findContact(ticketing, user) ?? ticketing.addContact({ name, address, fields: {} }).id;
}
