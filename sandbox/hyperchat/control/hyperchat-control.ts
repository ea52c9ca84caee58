import type { EventEmitter } from 'node:events';
import type { SimulatorControl } from '../../control/gate.ts';
import { mediaTypeOf } from '../../smooch/app/media-types.ts';
import { type AgentSetup, changeSetup, hireAgent, type NewAgent } from '../desk/agents.ts';
import type { Ending } from '../desk/chats.ts';
import { requireAgent, requireChat } from '../desk/desk-state.ts';
import { addMedia, addMessage } from '../desk/messages.ts';
import { type ChatRecord, type Invitation, type MediaRecord, type Room, SYSTEM } from '../desk/records.ts';
import { agentsOf } from '../desk/staff.ts';
import type { HyperchatService, ServiceEvents } from '../hyperchat-service.ts';
import { changeSettings, type HyperchatSettings, type SettingsChange } from '../settings.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { Ticketing } from '../ticketing/ticketing.ts';
import { mediaToWire, userToWire, type WireAgent, type WireUser } from '../v1/wire.ts';
import { createDeskWaits, type DeskWaits } from './desk-waits.ts';
import { createSimulatedAgent, type SimulatedAgent } from './simulated-agent.ts';
import {
  type ChatFilter,
  type ChatView,
  chatToView,
  findChats,
  type InvitationFilter,
  listInvitations,
  type MessageView,
  messageToView,
} from './views.ts';
import { createWebhookControl, type WebhookControl } from './webhook-control.ts';

/** A message of type `object`: a text with options (HyperChat's JS adapter). */
export interface ObjectMessage {
  message: string;
  options: { label: string }[];
}

/** Everything that can be steered and seen on the simulator, in the same process. */
export interface HyperchatControl extends SimulatorControl, DeskWaits {
  /** As they are now; changed through `configure`. */
  readonly settings: Readonly<HyperchatSettings>;
  readonly clock: SimulatorClock;
  readonly webhooks: WebhookControl;
  readonly ticketing: Ticketing;
  /** What happens, as it happens. */
  readonly events: EventEmitter<ServiceEvents>;
  /** Changes what is named. */
  configure(change: SettingsChange): void;
  /** Queue mode on or off, from the next chat on. */
  setQueueActive(active: boolean): void;
  addAgent(wanted: NewAgent): SimulatedAgent;
  /** Throws for an unknown id; so does everything below that takes one. */
  agent(id: string): SimulatedAgent;
  agents(): SimulatedAgent[];
  /** What a supervisor decides about an agent: rooms, languages, how many chats at once. */
  setUpAgent(id: string, change: Partial<AgentSetup>): void;
  rooms(): Room[];
  /** End users and agents. */
  users(): (WireUser | WireAgent)[];
  chat(id: string): ChatView;
  /** Oldest first. */
  chats(filter?: ChatFilter): ChatView[];
  invitations(filter?: InvitationFilter): Invitation[];
  /** Asks this agent, whatever the desk would do. */
  invite(chatId: string, agentId: string): void;
  /** Ends a chat: by the desk itself, or by the end user. `inactivity` is the reason that is known. */
  closeChat(chatId: string, by: 'system' | 'user', reason?: string): void;
  /** To another room, as a supervisor does it. */
  moveChat(chatId: string, room: number): void;
  /** A line of the desk itself, which is nobody's answer. */
  saySystem(chatId: string, text: string): MessageView;
  sendObject(chatId: string, senderId: string, object: ObjectMessage): MessageView;
  /** Tells once more how many are ahead, or any other number. */
  tellPosition(chatId: string, position?: number): void;
  /** Keeps a file without a message and returns its URL, for the pictures in an agent's HTML. It needs credentials. */
  addMedia(name: string, bytes: Uint8Array<ArrayBuffer>): string;
  /** A file of a chat, by the id of its message. */
  media(id: string): Readonly<MediaRecord> | undefined;
}

export function createHyperchatControl(service: HyperchatService, common: SimulatorControl): HyperchatControl {
  const { desk, events, ticketing, origin } = service;
  const { state } = desk;
  const { settings, clock } = state;
  const chatOf = (id: string): ChatRecord => requireChat(state, id);
  const say = (chatId: string, sender: string, type: 'text' | 'object', message: string): MessageView =>
    messageToView(desk, addMessage(state, chatOf(chatId), { sender, type, message }));

  return {
    ...common,
    ...createDeskWaits(desk, events),
    settings,
    clock,
    webhooks: createWebhookControl(service),
    ticketing,
    events,
    configure: (change) => changeSettings(settings, change),
    setQueueActive: (active) => changeSettings(settings, { queue: { active } }),
    addAgent: (wanted) => createSimulatedAgent(desk, hireAgent(state, desk.assignment, wanted)),
    agent: (id) => createSimulatedAgent(desk, requireAgent(state, id)),
    setUpAgent: (id, change) => changeSetup(state, desk.assignment, requireAgent(state, id), change),
    rooms: () => [...state.rooms.values()],
    agents: () => agentsOf(state).map((agent) => createSimulatedAgent(desk, agent)),
    users: () => [...state.users.values()].map((user) => userToWire(user, settings.wire)),
    chat: (id) => chatToView(desk, chatOf(id)),
    chats: (filter = {}) => findChats(desk, filter).map((chat) => chatToView(desk, chat)),
    invitations: (filter) => listInvitations(desk, filter),
    invite: (chatId, agentId) => desk.assignment.invite(chatOf(chatId), requireAgent(state, agentId)),
    closeChat(chatId, by, reason) {
      const chat = chatOf(chatId);
      const ending: Ending = { userId: by === 'user' ? chat.creator : SYSTEM, reason };
      desk.chats.close(chat, ending);
    },
    moveChat: (chatId, room) => desk.chats.move(chatOf(chatId), room),
    saySystem: (chatId, text) => say(chatId, SYSTEM, 'text', text),
    sendObject: (chatId, senderId, object) => say(chatId, senderId, 'object', JSON.stringify(object)),
    tellPosition(chatId, position) {
      const chat = chatOf(chatId);
      if (position === undefined) desk.queue.tell(chat);
      else state.publish({ trigger: 'queues:update', chat, position });
    },
    media: (id) => state.media.get(id),
    addMedia(name, bytes) {
      const media = addMedia(state, { name, bytes, type: mediaTypeOf(name) ?? 'application/octet-stream' });
      return `${origin()}/v1/${mediaToWire(media, settings.wire).url.replace(/^\//, '')}`;
    },
  };
}
