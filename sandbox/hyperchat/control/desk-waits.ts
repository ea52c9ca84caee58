import type { EventEmitter } from 'node:events';
import type { Desk } from '../desk/create-desk.ts';
import type { Trigger } from '../desk/desk-event.ts';
import { requireChat } from '../desk/desk-state.ts';
import type { Invitation } from '../desk/records.ts';
import type { ServiceEvents, ToldEvent } from '../hyperchat-service.ts';
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
import { waitFor } from './wait-for.ts';

/** Waiting for what a client of the desk does. Each looks at the past first, and rejects after `timeoutMs` (default 10,000). */
export interface DeskWaits {
  /** The newest chat like that. */
  waitForChat(wanted?: ChatFilter, timeoutMs?: number): Promise<ChatView>;
  /** All messages of a chat as soon as there are this many. */
  waitForMessages(chatId: string, count: number, timeoutMs?: number): Promise<MessageView[]>;
  /** The oldest open invitation like that. */
  waitForInvitation(wanted?: Omit<InvitationFilter, 'state'>, timeoutMs?: number): Promise<Invitation>;
  /** The next event of this name; does not look at the past. */
  waitForEvent(trigger: Trigger, chatId?: string, timeoutMs?: number): Promise<ToldEvent>;
}

export function createDeskWaits(desk: Desk, events: EventEmitter<ServiceEvents>): DeskWaits {
  const { state } = desk;
  return {
    waitForChat(wanted = {}, timeoutMs) {
      const look = () => {
        const chat = findChats(desk, wanted).at(-1);
        return chat && chatToView(desk, chat);
      };
      const describe = () => {
        const there = [...state.chats.values()].map(({ id, status }) => `${id} (${status})`).join(', ');
        return `There is no chat like ${JSON.stringify(wanted)}. Chats: ${there || 'none'}.`;
      };
      return waitFor(events, { look, describe, timeoutMs });
    },
    async waitForMessages(chatId, count, timeoutMs) {
      const { messages } = requireChat(state, chatId);
      const look = () =>
        messages.length < count ? undefined : messages.map((message) => messageToView(desk, message));
      const describe = () => {
        const there = messages.map(({ type, message }) => JSON.stringify(message || type)).join(', ');
        return `Chat ${chatId} should have ${count} messages, it has: ${there || 'none'}.`;
      };
      return waitFor(events, { look, describe, timeoutMs });
    },
    waitForInvitation(wanted = {}, timeoutMs) {
      const look = () => listInvitations(desk, { ...wanted, state: 'pending' })[0];
      const describe = () => `Nobody is invited like ${JSON.stringify(wanted)}.`;
      return waitFor(events, { look, describe, timeoutMs });
    },
    waitForEvent(trigger, chatId, timeoutMs) {
      let told: ToldEvent | undefined;
      const listen = (event: ToldEvent): void => {
        if (event.trigger === trigger && (chatId === undefined || event.chatId === chatId)) told ??= event;
      };
      events.on('event', listen);
      const describe = () => `There was no ${trigger}.`;
      return waitFor(events, { look: () => told, describe, timeoutMs }).finally(() => events.off('event', listen));
    },
  };
}
