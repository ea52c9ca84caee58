import type { HyperchatControl } from '../hyperchat/control/hyperchat-control.ts';
import type { AgentFile } from '../hyperchat/control/simulated-agent.ts';
import type { ChatView } from '../hyperchat/control/views.ts';
import type { AgentLine } from './agent-line.ts';

/** Does for a user's chat what a line says, with whichever agent that takes. Rejects with a sentence when nobody can. */
export async function performAgentLine(control: HyperchatControl, externalId: string, line: AgentLine): Promise<void> {
  switch (line.do) {
    case 'offline':
      for (const agent of control.agents()) agent.logout();
      return;
    case 'online':
      for (const agent of control.agents()) agent.login();
      return;
    case 'queue':
      return control.setQueueActive(line.active);
    case 'join':
      return join(control, openChat(control, externalId));
    default:
      return act(control, openChat(control, externalId), line);
  }
}

function openChat(control: HyperchatControl, externalId: string): ChatView {
  const chat = control.chats({ externalId }).findLast(({ status }) => status !== 'closed');
  if (chat === undefined) throw new Error('No chat is open at the desk: first the user has to ask for a person.');
  return chat;
}

/** The agent who is invited takes the chat, else one who is not in it: at best a colleague who has not been there. */
function join(control: HyperchatControl, { id: chatId, invited, users }: ChatView): void {
  const wereThere = control.invitations({ chatId, state: 'accepted' }).map(({ agentId }) => agentId);
  const free = control.agents().filter(({ id, online }) => online && !users.includes(id));
  const next = invited ?? (free.find(({ id }) => !wereThere.includes(id)) ?? free[0])?.id;
  if (next === undefined) throw new Error('No agent is there who could come: /agent online.');
  if (invited === undefined) control.invite(chatId, next);
  control.agent(next).accept(chatId);
}

async function act(control: HyperchatControl, { id, users }: ChatView, line: AgentLine): Promise<void> {
  // Of two the one who came last.
  const agent = control.agents().toSorted((a, b) => users.indexOf(b.id) - users.indexOf(a.id))[0];
  if (agent === undefined || !users.includes(agent.id))
    throw new Error('No agent is in the chat: /agent join comes first.');
  switch (line.do) {
    case 'say':
      agent.say(id, line.text);
      return;
    case 'image':
    case 'file':
      agent.sendFile(id, await download(line.url));
      return;
    case 'typing':
      return agent.typing(id, true);
    case 'leave':
    case 'close':
      return agent[line.do](id);
  }
}

async function download(url: string): Promise<AgentFile> {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new Error(`Nothing could be fetched from ${url}${response ? ` (${response.status})` : ''}.`);
  const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) || 'file');
  return { name, bytes: new Uint8Array(await response.arrayBuffer()) };
}
