import type { HyperchatControl } from '../sandbox/hyperchat/control/hyperchat-control.ts';
import type { ToldEvent } from '../sandbox/hyperchat/hyperchat-service.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { agentToken, tokenIn } from './tokens.ts';

/** A chat that was opened at the desk. */
export interface OpenedChat {
  id: string;
  /** Smooch's id of the user. */
  user: string;
  at: number;
}

/** Something a user said or showed to an agent, as it arrived at the desk. */
export interface DeskPost {
  chat: string;
  user: string;
  token: string;
  /** A file, or words. A picture with a caption is one of each. */
  what: 'file' | 'words';
  at: number;
}

/** The agents of the desk, played: they accept, answer most of what they are told, and close chats that fell silent. */
export interface Agents {
  readonly chats: readonly OpenedChat[];
  readonly posts: readonly DeskPost[];
  /** Closes what is open; whoever comes later is turned away at once. */
  goHome(): void;
}

export interface AgentsOptions {
  control: HyperchatControl;
  ledger: Ledger;
  random: Random;
  /** Bytes of the file that agents send. */
  file: Uint8Array<ArrayBuffer>;
}

interface Chat extends OpenedChat {
  number: number;
  random: Random;
  said: number;
  timer: NodeJS.Timeout | undefined;
}

const NOBODY_CAME_MS = 40_000;

export function createAgents({ control, ledger, random, file }: AgentsOptions): Agents {
  const chats = new Map<string, Chat>();
  const posts: DeskPost[] = [];
  let home = false;

  function open(id: string): void {
    const { externalId } = control.chat(id);
    const user = externalId?.split('-').at(-1) ?? '';
    const number = chats.size + 1;
    const chat = { id, user, at: Date.now(), number, random: random.fork(`chat ${number}`), said: 0, timer: undefined };
    chats.set(id, chat);
    closeAfter(chat, home ? 0 : NOBODY_CAME_MS);
  }

  function closeAfter(chat: Chat, ms: number): void {
    clearTimeout(chat.timer);
    chat.timer = setTimeout(() => close(chat.id), ms);
  }

  function close(id: string): void {
    const { status, users } = control.chat(id);
    const agent = users.find((one) => one.startsWith('agent'));
    if (status === 'closed') return;
    if (agent === undefined) control.closeChat(id, 'system');
    else control.agent(agent).close(id);
  }

  function hear(chat: Chat, token: string, what: DeskPost['what']): void {
    posts.push({ chat: chat.id, user: chat.user, token, what, at: Date.now() });
    const quiet = chat.random.int(4_000, 8_000);
    if (!home) closeAfter(chat, quiet);
    if (chat.random.chance(0.8)) setTimeout(() => answer(chat), chat.random.int(50, 600));
  }

  function answer(chat: Chat): void {
    const { status, users } = control.chat(chat.id);
    const id = users.find((one) => one.startsWith('agent'));
    if (status === 'closed' || id === undefined) return;
    const token = agentToken(chat.number, ++chat.said);
    const isFile = chat.random.chance(0.3);
    const parts = isFile ? [] : [`Reply:${token}`];
    ledger.add({ kind: isFile ? 'file' : 'reply', user: chat.user, token, id: token, parts });
    if (isFile) control.agent(id).sendFile(chat.id, { name: `file-${token}.png`, bytes: file });
    else control.agent(id).say(chat.id, `Reply of ${token}`);
  }

  function onEvent({ trigger, chatId, data }: ToldEvent): void {
    if (trigger === 'chats:create') open(chatId);
    const chat = chats.get(chatId);
    if (chat === undefined) return;
    if (trigger === 'invitations:new') {
      setTimeout(() => accept(String(data.userId), chat), home ? 0 : chat.random.int(50, 700));
    } else if (trigger === 'chats:close') clearTimeout(chat.timer);
    else if (trigger === 'messages:new') {
      const text = JSON.stringify(data);
      const token = tokenIn(text);
      if (token?.startsWith('u')) hear(chat, token, text.includes('"type":"media"') ? 'file' : 'words');
    }
  }

  function accept(agent: string, chat: Chat): void {
    if (control.invitations({ chatId: chat.id, agentId: agent, state: 'pending' }).length === 0) return;
    control.agent(agent).accept(chat.id);
    if (home) close(chat.id);
    else closeAfter(chat, chat.random.int(8_000, 12_000));
  }

  control.events.on('event', onEvent);
  return {
    get chats() {
      return [...chats.values()];
    },
    posts,
    goHome() {
      home = true;
      for (const { id } of control.chats({ status: 'waiting' })) close(id);
      for (const { id } of control.chats({ status: 'active' })) close(id);
    },
  };
}
