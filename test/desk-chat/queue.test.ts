import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CARLA_JOINED, CHAT_CLOSED, CREATING, HELLO, STILL_WAITING } from './phrases.ts';
import { type Visitor, visitorOf } from './visitor.ts';

const ONE_AHEAD = 'There is one person ahead of you.';
const ahead = (count: number) => `There are ${count} people ahead of you.`;
const MINUTE = 60_000;

/** One agent, who is busy for as long as nobody tells her to accept. */
async function start(options: DeskStandOptions = {}) {
  const desk = { queueActive: true, ...options.desk };
  const stand = await startDeskStand({ ...options, desk });
  stand.marco.logout();
  return { stand, ana: visitorOf(stand) };
}

describe('the position in the queue', () => {
  test('3, 2, 1, and then an agent', async () => {
    const { stand, ana } = await start();
    const others: Visitor[] = [visitorOf(stand), visitorOf(stand), visitorOf(stand)];
    for (const other of others) await other.opensChat();
    await ana.says('I want to talk to a human');
    expect(await ana.presses('Yes')).toEqual([CREATING, ahead(3)]);
    expect(await ana.sees(() => stand.carla.accept())).toEqual([ahead(2)]);
    expect(await ana.sees(() => stand.carla.accept())).toEqual([ONE_AHEAD]);
    // Nobody is ahead any more: that is not worth a message.
    expect(await ana.sees(() => stand.carla.accept())).toEqual([]);
    expect(await ana.sees(() => stand.carla.accept())).toEqual([CARLA_JOINED]);
    await ana.says('At last!');
    expect(ana.said()).toEqual(['At last!']);
  });

  test('is told only when it changed, and only above 0', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    const told = async (position: number) => ana.sees(() => stand.desk.control.tellPosition(id, position));
    expect(await told(2)).toEqual([ahead(2)]);
    expect(await told(2)).toEqual([]);
    expect(await told(1)).toEqual([ONE_AHEAD]);
    expect(await told(0)).toEqual([]);
    expect(await told(-1)).toEqual([]);
    expect(await told(1)).toEqual([]);
  });

  test('may come in quotes', async () => {
    const { stand, ana } = await start({ desk: { settings: { wire: { queuePosition: 'string' } } } });
    const { id } = await ana.opensChat();
    expect(await ana.sees(() => stand.desk.control.tellPosition(id, 2))).toEqual([ahead(2)]);
    expect(await ana.sees(() => stand.desk.control.tellPosition(id, 1))).toEqual([ONE_AHEAD]);
  });

  test('comes without the user, too', async () => {
    const { stand, ana } = await start({ desk: { settings: { wire: { queueUser: false } } } });
    const { id } = await ana.opensChat();
    expect(await ana.sees(() => stand.desk.control.tellPosition(id, 2))).toEqual([ahead(2)]);
  });

  test('that comes behind the agent is of no interest', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    stand.desk.control.webhooks.disturbances.add({ trigger: 'queues:update', effect: { kind: 'overtaken' } });
    stand.desk.control.tellPosition(id, 1);
    expect(await ana.sees(() => stand.carla.accept())).toEqual([CARLA_JOINED]);
  });
});

describe('who writes while nobody has accepted', () => {
  test('is heard, and reads that he waits, at most every two minutes', async () => {
    const { stand, ana } = await start();
    await ana.opensChat();
    expect(await ana.says('Hello?')).toEqual([STILL_WAITING]);
    expect(await ana.says('Is anybody there?')).toEqual([]);
    stand.clock.advance(2 * MINUTE - 30_000);
    expect(await ana.says('Still not?')).toEqual([]);
    stand.clock.advance(30_000);
    expect(await ana.says('And now?')).toEqual([STILL_WAITING]);
    expect(ana.said()).toEqual(['Hello?', 'Is anybody there?', 'Still not?', 'And now?']);
  });

  test('learns the word to leave, where there is one', async () => {
    const { ana } = await start({ chat: { exitQueueCommand: 'exit' } });
    await ana.opensChat();
    expect(await ana.says('Hello?')).toEqual([`${STILL_WAITING} To leave the queue, type "exit".`]);
  });

  test('does not read it once an agent has accepted', async () => {
    const { stand, ana } = await start({ chat: { exitQueueCommand: 'exit' } });
    await ana.opensChat();
    await ana.sees(() => stand.carla.accept());
    expect(await ana.says('Hello?')).toEqual([]);
  });

  test('nor when only the desk knows that somebody has', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    stand.desk.control.webhooks.disturbances.add({ trigger: 'invitations:accept', effect: { kind: 'drop' } });
    await ana.sees(() => stand.carla.accept());
    expect(await ana.says('Hello?')).toEqual([]);
    const value = { chatId: id, appId: 'desk-app-of-the-test', region: 'eu' };
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', value]]);
  });

  test('without a queue: the same words', async () => {
    const { ana } = await start({ desk: { queueActive: false } });
    await ana.opensChat();
    expect(await ana.says('Hello?')).toEqual([STILL_WAITING]);
    expect(ana.said()).toEqual(['Hello?']);
  });
});

describe('the word to leave the queue', () => {
  test.each(['exit', 'EXIT', '  Exit '])('%j ends the chat at once', async (typed) => {
    const { stand, ana } = await start({ chat: { exitQueueCommand: 'exit' } });
    const { id } = await ana.opensChat();
    expect(await ana.says(typed)).toEqual([CHAT_CLOSED]);
    expect(ana.chat()).toMatchObject({ status: 'closed', closedBy: ana.chat().creator });
    expect(ana.said()).toEqual([]);
    expect(stand.tracked()).toEqual([['CHAT_UNATTENDED', expect.objectContaining({ chatId: id })]]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('is nothing but a word once an agent has accepted', async () => {
    const { stand, ana } = await start({ chat: { exitQueueCommand: 'exit' } });
    await ana.opensChat();
    await ana.sees(() => stand.carla.accept());
    expect(await ana.says('exit')).toEqual([]);
    expect(ana.said()).toEqual(['exit']);
    expect(ana.chat().status).toBe('active');
  });

  test('has to be the whole message', async () => {
    const { ana } = await start({ chat: { exitQueueCommand: 'exit' } });
    await ana.opensChat();
    await ana.says('where is the exit');
    expect(ana.said()).toEqual(['where is the exit']);
  });

  test('there is none unless it is configured', async () => {
    const { ana } = await start();
    await ana.opensChat();
    expect(await ana.says('exit')).toEqual([STILL_WAITING]);
    expect(ana.chat().status).toBe('waiting');
  });

  test('works although the desk does not: the user is back with the bot', async () => {
    const { stand, ana } = await start({ chat: { exitQueueCommand: 'exit' } });
    await ana.opensChat();
    stand.desk.control.faults.add({ endpoint: 'close', effect: { kind: 'respond', status: 418 }, times: 'always' });
    expect(await ana.says('exit')).toEqual([CHAT_CLOSED]);
    expect(await ana.says('hello')).toEqual([HELLO]);
    expect(stand.logged('could not be closed')).toHaveLength(1);
  });
});

describe('the word to end a chat', () => {
  test('ends it once an agent has accepted', async () => {
    const { stand, ana } = await start({ chat: { closeCommand: '/close' } });
    await ana.opensChat();
    await ana.sees(() => stand.carla.accept());
    expect(await ana.says('/CLOSE')).toEqual([CHAT_CLOSED]);
    expect(ana.chat()).toMatchObject({ status: 'closed', closedBy: ana.chat().creator });
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('is no word to leave the queue', async () => {
    const { ana } = await start({ chat: { closeCommand: '/close', exitQueueCommand: 'exit' } });
    await ana.opensChat();
    await ana.says('/close');
    expect(ana.said()).toEqual(['/close']);
  });

  test('a sign in it is part of it: what people say anyway does not end a chat', async () => {
    const { stand, ana } = await start({ chat: { closeCommand: '/close' } });
    await ana.opensChat();
    await ana.sees(() => stand.carla.accept());
    expect(await ana.says('Close!')).toEqual([]);
    expect(ana.said()).toEqual(['Close!']);
  });
});
