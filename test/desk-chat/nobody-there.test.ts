import { describe, expect, test } from 'vitest';
import { type DeskStand, type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { ASK, CREATING, GONE_HOME, NOBODY, NOT_CREATED, NOT_FOUND, OF_COURSE } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const NO_AGENTS = ['CHAT_NO_AGENTS', 'true'];

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  return { stand, ana: visitorOf(stand) };
}

function goHome({ carla, marco }: DeskStand): void {
  carla.logout();
  marco.logout();
}

describe('nobody there', () => {
  test('a content that asks for an agent: the user reads so, and it is tracked', async () => {
    const { stand, ana } = await start();
    goHome(stand);
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, NOBODY]);
    expect(stand.tracked()).toEqual([NO_AGENTS]);
  });

  test('misses: who did not ask is not bothered; the next miss looks again', async () => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 2 } });
    goHome(stand);
    await ana.says('xyzzy1');
    expect(await ana.says('xyzzy2')).toEqual([NOT_FOUND]);
    expect(await ana.says('xyzzy3')).toEqual([NOT_FOUND]);
    expect(stand.tracked()).toEqual([NO_AGENTS, NO_AGENTS]);
    stand.carla.login();
    expect(await ana.says('xyzzy4')).toEqual([NOT_FOUND, ASK]);
  });

  test('everybody went between question and yes: the user reads so, however he came to be asked', async () => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 1 } });
    await ana.says('xyzzy1');
    goHome(stand);
    expect(await ana.presses('Yes')).toEqual([NOBODY]);
    expect(stand.tracked()).toEqual([NO_AGENTS]);
    expect(ana.chats()).toEqual([]);
  });

  test('a finished form: the user reads so, and nothing is called at the bot', async () => {
    const { stand, ana } = await start();
    goHome(stand);
    expect(await ana.says('call back')).toEqual(['One of my colleagues takes over.', NOBODY]);
    expect(stand.tracked()).toEqual([NO_AGENTS]);
    const calls = stand.chatbot.control.journal.listRaw({ endpoint: 'message', bodyIncludes: 'directCall' });
    expect(calls).toEqual([]);
  });

  test("an offer: the designed dialog speaks in its own words, the bot's question is not shown", async () => {
    const { stand, ana } = await start();
    goHome(stand);
    expect(await ana.says('complaint')).toEqual(['I am sorry that something went wrong.', GONE_HOME]);
    expect(stand.chatbot.control.sessions()[0]?.variables).toMatchObject({ agents_available: 'false' });
    expect(stand.tracked()).toEqual([NO_AGENTS]);
  });

  test('an offer, everybody went before the yes: the same words', async () => {
    const { stand, ana } = await start();
    await ana.says('complaint');
    goHome(stand);
    expect(await ana.presses('Yes')).toEqual([GONE_HOME]);
    expect(stand.chatbot.control.sessions()[0]?.variables).toMatchObject({ agents_available: 'false' });
    expect(stand.tracked()).toEqual([NO_AGENTS]);
  });

  test('the callback escalationStart: the same', async () => {
    const { stand, ana } = await start();
    goHome(stand);
    await ana.says('my bike was stolen');
    expect(await ana.says('at the harbour')).toEqual([GONE_HOME]);
    expect(stand.tracked()).toEqual([NO_AGENTS]);
  });

  test('everybody went while the form was filled in', async () => {
    const { stand, ana } = await start();
    await ana.says('mechanic');
    await ana.presses('Yes');
    for (const value of ['Ana', 'Gil', 'ana@example.com']) await ana.says(value);
    goHome(stand);
    expect(await ana.says('My bell rings')).toEqual(['Thank you, Ana. I am connecting you.', NOBODY]);
    expect(ana.chats()).toEqual([]);
  });
});

describe('who counts as there', () => {
  /** The room has one agent, who can talk with one user. */
  const ONE_PLACE = [
    { id: 'u_carla', name: 'Carla', rooms: [1], online: true, capacity: 1 },
    { id: 'u_marco', name: 'Marco', rooms: [2], online: true },
  ];

  test('without a queue: somebody with time', async () => {
    const { stand, ana } = await start({ desk: { agents: ONE_PLACE } });
    const ben = visitorOf(stand);
    await ben.meetsCarla();
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, NOBODY]);
  });

  test('with a queue: somebody who is online, busy or not', async () => {
    const { stand, ana } = await start({ desk: { queueActive: true, agents: ONE_PLACE } });
    const ben = visitorOf(stand);
    await ben.meetsCarla();
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, ASK]);
  });

  test('with a queue: nobody online', async () => {
    const { stand, ana } = await start({ desk: { queueActive: true } });
    goHome(stand);
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, NOBODY]);
  });

  test('only the configured room', async () => {
    const agents = [
      { id: 'u_carla', name: 'Carla', rooms: [1], online: true },
      { id: 'u_marco', name: 'Marco', rooms: [1], online: true },
    ];
    const { ana } = await start({ chat: { roomId: 2 }, desk: { agents } });
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, NOBODY]);
  });

  test('an instance that does not tell about queues has none', async () => {
    const { stand, ana } = await start();
    stand.desk.control.faults.add({ endpoint: 'settings', effect: { kind: 'respond', status: 403 }, times: 'always' });
    await ana.says('I want to talk to a human');
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    expect(ana.chat().invited).toBeDefined();
  });
});

describe('HyperChat cannot say whether somebody is there', () => {
  const unknown = { endpoint: 'agents-available', effect: { kind: 'respond', status: 418 }, times: 'always' } as const;

  test('who asked reads that it failed', async () => {
    const { stand, ana } = await start();
    stand.desk.control.faults.add(unknown);
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, NOT_CREATED]);
    expect(stand.tracked()).toEqual([]);
    expect(stand.logged('whether agents are there')).toHaveLength(1);
  });

  test('who did not ask reads nothing, and the next miss looks again', async () => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 2 } });
    stand.desk.control.faults.add(unknown);
    await ana.says('xyzzy1');
    expect(await ana.says('xyzzy2')).toEqual([NOT_FOUND]);
    stand.desk.control.faults.clear();
    expect(await ana.says('xyzzy3')).toEqual([NOT_FOUND, ASK]);
  });

  test('who did not ask, but has said yes, reads that it failed', async () => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 1 } });
    await ana.says('xyzzy1');
    stand.desk.control.faults.add(unknown);
    expect(await ana.presses('Yes')).toEqual([NOT_CREATED]);
    expect(ana.chats()).toEqual([]);
  });

  test('a passing failure is repeated', async () => {
    const { stand, ana } = await start();
    const once = { ...unknown, effect: { kind: 'respond', status: 500 }, times: 1 } as const;
    stand.desk.control.faults.add(once);
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, ASK]);
  });
});
