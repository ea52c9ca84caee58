import { type Assignment, createAssignment } from './assignment.ts';
import { type Chats, createChats } from './chats.ts';
import type { DeskState } from './desk-state.ts';
import { createQueue, type Queue } from './queue.ts';

/** The desk: what it knows, and what moves it. */
export interface Desk {
  readonly state: DeskState;
  readonly queue: Queue;
  readonly assignment: Assignment;
  readonly chats: Chats;
}

export function createDesk(state: DeskState): Desk {
  const queue = createQueue(state);
  const assignment = createAssignment(state, queue, (chat) => {
    if (state.settings.rules.closeWhenAlone && chat.status !== 'closed') chats.close(chat);
  });
  const chats = createChats(state, queue, assignment);
  return { state, queue, assignment, chats };
}
