import type { DeskState } from './desk-state.ts';
import type { ChatRecord } from './records.ts';

/** The chats that wait for an agent in queue mode, one line per room. */
export interface Queue {
  /** Puts a chat at the end of its line and tells it how many are ahead. */
  enqueue(chat: ChatRecord): void;
  /** Takes a chat out; those behind it are told that they moved. */
  remove(chat: ChatRecord): void;
  /** Chats of a room, the next one first. */
  line(room: number): readonly ChatRecord[];
  /** People ahead of the chat; undefined when it is in no line. */
  positionOf(chat: ChatRecord): number | undefined;
  /** Tells the chat its position once more. */
  tell(chat: ChatRecord): void;
}

export function createQueue(state: DeskState): Queue {
  const lines = new Map<number, ChatRecord[]>([...state.rooms.keys()].map((room) => [room, []]));
  const lineOf = (room: number): ChatRecord[] => lines.get(room) ?? [];

  function positionOf(chat: ChatRecord): number | undefined {
    return chat.inQueue ? lineOf(chat.room).indexOf(chat) : undefined;
  }

  function tell(chat: ChatRecord): void {
    const position = positionOf(chat);
    if (position !== undefined) state.publish({ trigger: 'queues:update', chat, position });
  }

  return {
    enqueue(chat) {
      chat.inQueue = true;
      lineOf(chat.room).push(chat);
      tell(chat);
    },
    remove(chat) {
      const position = positionOf(chat);
      if (position === undefined) return;
      chat.inQueue = false;
      lineOf(chat.room).splice(position, 1);
      for (const behind of lineOf(chat.room).slice(position)) tell(behind);
    },
    line: lineOf,
    positionOf,
    tell,
  };
}
