import { readFileSync } from 'node:fs';
import type { SimulatedAgent } from '../../../hyperchat/control/simulated-agent.ts';
import type { ChatView } from '../../../hyperchat/control/views.ts';
import type { Stage } from './create-stage.ts';
import { makeRoom } from './make-room.ts';
import { needsContent } from './needs-content.ts';
import { needsChat, needsYesAndNo } from './requirements.ts';
import type { Scenario } from './scenario.ts';

const MEDIA = new URL('../../../knowledge/media/', import.meta.url);

const WISH = 'I want to talk to a human';
const QUESTION = 'what are your opening hours?';

export const agentChat: Scenario = {
  id: 'agent-chat',
  title: 'A chat with an agent',
  about:
    'From the bot to a person and back: the history comes along, both sides send pictures, the agent closes the chat.',
  channel: 'messenger',
  requires: [
    needsChat,
    needsYesAndNo,
    needsContent('Talk to a person', { asked: WISH }),
    needsContent('Opening hours', { asked: QUESTION, says: ['We are open'] }),
  ],
  async play(stage) {
    makeRoom(stage);
    const chat = await askForAgent(stage);
    const agent = await takeChat(stage, chat);
    await talk(stage, agent, chat.id);
    await end(stage, agent, chat.id);
  },
};

async function askForAgent({ stand, externalId, afterwards, ...stage }: Stage): Promise<ChatView> {
  const { control } = stand.desk;
  stage.tell('The user asks the bot for a person.', 'user');
  await stage.says(WISH);
  await stage.hears(stage.labels.text('ask_to_escalate'));
  await stage.presses(stage.labels.text('yes'));
  const chat = await stage.waitFor('the chat at the desk', () => control.chats({ externalId }).at(-1));
  // Whoever stops here does not want an open chat to stay behind.
  afterwards(() => {
    if (control.chat(chat.id).status !== 'closed') control.closeChat(chat.id, 'system');
  });
  stage.tell('A chat is waiting at the desk, with what was said before and who the user is.', 'agent');
  return chat;
}

/** The invited agent accepts, unless whoever watches was faster. */
async function takeChat(
  { stand, tell, waitFor, hears, pause, labels }: Stage,
  { id }: ChatView,
): Promise<SimulatedAgent> {
  const { control } = stand.desk;
  await pause();
  const agent = await waitFor('an agent who is invited', () => {
    const { invited, users } = control.chat(id);
    return control.agents().find((one) => one.id === invited || users.includes(one.id));
  });
  if (!control.chat(id).users.includes(agent.id)) agent.accept(id);
  await hears(labels.text('agent_joined', { agentName: agent.nickname || agent.name }));
  tell(`${agent.name} has taken the chat, and the user is told.`, 'user');
  return agent;
}

async function talk({ tell, does, says, hears, user, stand, waitFor }: Stage, agent: SimulatedAgent, id: string) {
  const { control } = stand.desk;
  await does(() => agent.typing(id, true));
  await does(() => agent.say(id, 'Hello! What can I do for you? We also have a <b>workshop</b>.'));
  await hears('What can I do for you?');
  tell('Formatting arrives as far as the channel can show it.', 'user');
  await says('My chain is broken, look:');
  await does(() => user.sendImage(`${new URL(stand.chatbot.url).origin}/media/bike-red.png`));
  await waitFor('the picture at the desk', () => control.chat(id).messages.find(({ type }) => type === 'media'));
  tell('The user’s picture is at the desk.', 'agent');
  const bytes = new Uint8Array(readFileSync(new URL('workshop.png', MEDIA)));
  await does(() => agent.sendFile(id, { name: 'workshop.png', bytes }));
  await waitFor('the agent’s picture', () => user.received.findLast(({ type }) => type === 'image'));
  tell('The agent’s picture has reached the user: the connector has uploaded it to Smooch.', 'wire');
}

async function end({ tell, does, says, hears, labels }: Stage, agent: SimulatedAgent, id: string): Promise<void> {
  await does(() => agent.close(id));
  await hears(labels.text('chat_closed'));
  tell('The agent has closed the chat. From here on the bot answers again.', 'user');
  await says(QUESTION);
  await hears('We are open');
}
