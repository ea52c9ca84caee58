import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CARLA_JOINED, CHAT_CLOSED, HELLO, NOBODY, OF_COURSE, REFUSED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  return { stand, ana };
}

describe('what is told to the statistics', () => {
  test.each([
    [{}, 'eu'],
    [{ region: 'us' }, 'us'],
    [{ region: 'us', regionServer: 'latam' }, 'latam'],
  ])('a chat that an agent accepted, with its region (%j)', async (chat, region) => {
    const { stand, ana } = await start({ chat });
    const { id } = await ana.meetsCarla();
    await ana.sees(() => stand.carla.close(id));
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', { chatId: id, appId: 'desk-app-of-the-test', region }]]);
  });

  test('a chat that nobody accepted', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    await ana.sees(() => stand.desk.control.closeChat(id, 'system'));
    const value = { chatId: id, appId: 'desk-app-of-the-test', region: 'eu' };
    expect(stand.tracked()).toEqual([['CHAT_UNATTENDED', value]]);
  });

  test('every way it went, each once', async () => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 1 } });
    await ana.says('xyzzy1');
    await ana.says('no');
    const first = await ana.opensChat();
    await ana.sees(() => stand.desk.control.closeChat(first.id, 'user'));
    const second = await ana.meetsCarla();
    await ana.sees(() => stand.carla.close(second.id));
    stand.carla.logout();
    stand.marco.logout();
    await ana.says('I want to talk to a human');
    expect(stand.tracked()).toEqual([
      ['CONTACT_REJECTED', 'true'],
      ['CHAT_UNATTENDED', expect.objectContaining({ chatId: first.id })],
      ['CHAT_ATTENDED', expect.objectContaining({ chatId: second.id })],
      ['CHAT_NO_AGENTS', 'true'],
    ]);
  });

  test('in the session of the conversation, which it keeps alive', async () => {
    const { stand, ana } = await start();
    await ana.meetsCarla();
    const sessions = new Set(stand.chatbot.control.events().map(({ sessionId }) => sessionId));
    expect([...sessions]).toEqual(stand.chatbot.control.sessions().map(({ sessionId }) => sessionId));
  });

  test('after half an hour with the agent in a new session', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    stand.clock.advance(60 * 60_000);
    stand.chatbot.control.expireSessions();
    stand.desk.control.invite(id, 'u_carla');
    expect(await ana.sees(() => stand.carla.accept(id))).toEqual([CARLA_JOINED]);
    expect(stand.tracked()).toHaveLength(1);
  });

  test('in a session that the bot has forgotten: in a new one', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    stand.chatbot.control.expireSessions();
    stand.desk.control.invite(id, 'u_carla');
    await ana.sees(() => stand.carla.accept(id));
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
  });
});

describe('statistics that fail change nothing', () => {
  test.each([
    ['refused', { kind: 'respond', status: 400 } as const],
    ['broken', { kind: 'respond', status: 500 } as const],
    ['reset', { kind: 'reset' } as const],
  ])('%s: everything goes its way', async (_name, effect) => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 1 } });
    stand.chatbot.control.faults.add({ endpoint: 'tracking', effect, times: 'always' });
    expect(await ana.says('xyzzy1')).toHaveLength(2);
    expect(await ana.presses('No')).toEqual([REFUSED]);
    const { id } = await ana.opensChat();
    stand.desk.control.invite(id, 'u_carla');
    expect(await ana.sees(() => stand.carla.accept(id))).toEqual([CARLA_JOINED]);
    expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
    stand.carla.logout();
    stand.marco.logout();
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, NOBODY]);
    expect(await ana.says('hello')).toEqual([HELLO]);
    const outcomes = stand.log.filter(({ msg }) => msg === 'turn').map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['done']));
    expect(stand.tracked()).toEqual([]);
  });

  test('it is tried twice', async () => {
    const { stand, ana } = await start();
    stand.chatbot.control.faults.add({ endpoint: 'tracking', effect: { kind: 'respond', status: 400 } });
    await ana.meetsCarla();
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
  });

  test('a bot that is gone altogether does not keep an agent from the user', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    stand.chatbot.control.expireSessions();
    const effect = { kind: 'respond', status: 403 } as const;
    stand.chatbot.control.faults.add({ endpoint: '*', effect, times: 'always' });
    stand.desk.control.invite(id, 'u_carla');
    expect(await ana.sees(() => stand.carla.accept(id))).toEqual([CARLA_JOINED]);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
  });
});
