import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, PLACE, startDeskStand } from '../support/desk-stand.ts';
import { CARLA_JOINED, MARCO_JOINED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const WITH_LEFT = { 'custom/lang/en.yaml': { agent_left: '$agentName has left.' } };

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  const accepts = (agent: typeof stand.carla, chatId: string) => () => {
    stand.desk.control.invite(chatId, agent.id);
    agent.accept(chatId);
  };
  return { stand, ana, accepts };
}

const attendedOnce = [['CHAT_ATTENDED', expect.anything()]];

describe('an agent who joins is announced', () => {
  test('by the nickname, else by the name', async () => {
    const { stand, ana, accepts } = await start();
    const { id } = await ana.opensChat();
    expect(await ana.sees(accepts(stand.carla, id))).toEqual([CARLA_JOINED]);
    expect(await ana.sees(accepts(stand.marco, id))).toEqual([MARCO_JOINED]);
    expect(stand.tracked()).toEqual(attendedOnce);
  });

  test.each([
    ['Siobh&aacute;n O&#039;Brien', "Agent Siobhán O'Brien has joined the conversation."],
    ['<b>Siobh&aacute;n</b>', 'Agent Siobhán has joined the conversation.'],
    ['<i></i>', 'Agent Marco & Co has joined the conversation.'],
  ])('in plain text, however the desk keeps the name: %s', async (nickname, expected) => {
    const agent = { rooms: [PLACE.room], capacity: 20, online: true };
    const { stand, ana, accepts } = await start({
      desk: {
        agents: [
          { id: 'u_carla', name: 'Carla', ...agent },
          { id: 'u_marco', name: 'Marco &amp; Co', nickname, ...agent },
        ],
      },
      conf: WITH_LEFT,
    });
    const { id } = await ana.opensChat();
    expect(await ana.sees(accepts(stand.marco, id))).toEqual([expected]);
    expect(await ana.sees(() => stand.marco.leave(id))).toEqual([
      expected.replace(/^Agent (.*) has joined.*$/, '$1 has left.'),
    ]);
  });

  test('once, however often it is told', async () => {
    const { stand, ana, accepts } = await start();
    const { id } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    const again = () =>
      stand.desk.control.webhooks.forge({
        trigger: 'invitations:accept',
        data: { chatId: id, userId: 'u_carla' },
        createdAt: 1,
      });
    expect(await ana.sees(again)).toEqual([]);
    expect(stand.tracked()).toEqual(attendedOnce);
  });

  test('once, also after having left', async () => {
    const { stand, ana, accepts } = await start();
    const { id } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    await ana.sees(() => stand.carla.leave(id));
    expect(await ana.sees(accepts(stand.carla, id))).toEqual([]);
    expect(await ana.sees(() => stand.carla.say(id, 'I am back'))).toEqual(['I am back']);
  });

  test('in another chat anew', async () => {
    const { stand, ana, accepts } = await start();
    const first = await ana.opensChat();
    await ana.sees(accepts(stand.carla, first.id));
    await ana.sees(() => stand.carla.close(first.id));
    const second = await ana.opensChat();
    expect(await ana.sees(accepts(stand.carla, second.id))).toEqual([CARLA_JOINED]);
  });

  test('with the first message, when the news of joining was lost or never sent', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    expect(await ana.sees(() => stand.carla.join(id))).toEqual([]);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual([CARLA_JOINED, 'Hello']);
    expect(stand.tracked()).toEqual(attendedOnce);
  });

  test('with the first message, when that comes first', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    stand.desk.control.invite(id, 'u_carla');
    stand.desk.control.webhooks.disturbances.add({ trigger: 'invitations:accept', effect: { kind: 'overtaken' } });
    stand.carla.accept(id);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual([CARLA_JOINED, 'Hello']);
    expect(stand.tracked()).toEqual(attendedOnce);
  });

  test('although the desk fails to tell the name at first', async () => {
    const { stand, ana, accepts } = await start();
    const { id } = await ana.opensChat();
    stand.desk.control.faults.add({ endpoint: 'user', effect: { kind: 'respond', status: 500 } });
    expect(await ana.sees(accepts(stand.carla, id))).toEqual([CARLA_JOINED]);
  });
});

describe('an agent who leaves', () => {
  test('is not told about as long as no words for it are defined', async () => {
    const { stand, ana, accepts } = await start();
    const { id } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    expect(await ana.sees(() => stand.carla.leave(id))).toEqual([]);
  });

  test('is told about in the words that are defined', async () => {
    const { stand, ana, accepts } = await start({ conf: WITH_LEFT });
    const { id } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    expect(await ana.sees(() => stand.carla.leave(id))).toEqual(['Carla has left.']);
    const again = () =>
      stand.desk.control.webhooks.forge({
        trigger: 'chats:leave',
        data: { chatId: id, userId: 'u_carla' },
        createdAt: 1,
      });
    expect(await ana.sees(again)).toEqual([]);
  });

  test('is told about only when the user knew of the agent', async () => {
    const { stand, ana } = await start({ conf: WITH_LEFT });
    const { id } = await ana.opensChat();
    stand.carla.join(id);
    expect(await ana.sees(() => stand.carla.leave(id))).toEqual([]);
  });

  test('does not end the chat: what the user writes waits for the next agent', async () => {
    const { stand, ana, accepts } = await start({ conf: WITH_LEFT });
    const { id } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    await ana.sees(() => stand.carla.leave(id));
    expect(await ana.says('Hello?')).toEqual([]);
    expect(await ana.sees(accepts(stand.marco, id))).toEqual([MARCO_JOINED]);
    expect(await ana.sees(() => stand.marco.say(id, 'I read that'))).toEqual(['I read that']);
    expect(ana.said()).toEqual(['Hello?']);
  });

  test('the user leaving is no agent', async () => {
    const { stand, ana, accepts } = await start({ conf: WITH_LEFT });
    const { id, creator } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    const left = () =>
      stand.desk.control.webhooks.forge({ trigger: 'chats:leave', data: { chatId: id, userId: creator } });
    expect(await ana.sees(left)).toEqual([]);
  });
});

describe('a chat that is handed to a colleague', () => {
  test('the one who takes it is announced', async () => {
    const { stand, ana, accepts } = await start({ conf: WITH_LEFT });
    const { id } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    expect(await ana.sees(() => stand.carla.transfer(id, 'u_marco'))).toEqual(['Carla has left.']);
    expect(await ana.sees(() => stand.marco.accept(id))).toEqual([MARCO_JOINED]);
    expect(await ana.sees(() => stand.marco.say(id, 'I go on'))).toEqual(['I go on']);
    expect(stand.tracked()).toEqual(attendedOnce);
  });

  test('back into the queue, and out of it again', async () => {
    const { stand, ana } = await start({ desk: { queueActive: true } });
    const { id } = await ana.opensChat();
    const first = stand.desk.control.agent(ana.chat().invited ?? '');
    await ana.sees(() => first.accept(id));
    await ana.sees(() => first.toInbox(id));
    const second = stand.desk.control.agent(ana.chat().invited ?? '');
    expect(second.id).not.toBe(first.id);
    expect(await ana.sees(() => second.accept(id))).toEqual([
      `Agent ${second.nickname || second.name} has joined the conversation.`,
    ]);
  });

  test('nobody takes it: the user reads so, and is back with the bot', async () => {
    const { stand, ana, accepts } = await start();
    const { id } = await ana.opensChat();
    await ana.sees(accepts(stand.carla, id));
    stand.carla.transfer(id, 'u_marco');
    await ana.sees(() => stand.carla.logout());
    expect(await ana.sees(() => stand.marco.reject(id))).toEqual(['No agents available']);
    expect(ana.chat().status).toBe('closed');
  });
});
