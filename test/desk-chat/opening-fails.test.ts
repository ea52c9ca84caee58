import { describe, expect, type TestContext, test } from 'vitest';
import type { FaultEffect, FaultRule } from '../../sandbox/control/faults.ts';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CREATING, HELLO, NOT_CREATED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const refused: FaultEffect = { kind: 'respond', status: 403, body: { error: { code: 403, message: 'Not today' } } };
const broken: FaultEffect = { kind: 'respond', status: 500, body: { error: { code: 500, message: 'Oh no' } } };
const errorIn200: FaultEffect = { kind: 'respond', status: 200, body: { error: { code: 400, message: 'Not so' } } };
const garbage: FaultEffect = { kind: 'respond', status: 200, body: '<html>' };
const reset: FaultEffect = { kind: 'reset' };
const silent: FaultEffect = { kind: 'timeout' };

// Most of the time of these tests is spent waiting between two attempts, so they run side by side.
type Running = Pick<TestContext, 'onTestFinished'>;

async function start(running: Running, options: DeskStandOptions = {}) {
  const stand = await startDeskStand({ server: { timeouts: { other_ms: 500 } }, ...options }, running);
  const ana = visitorOf(stand);
  await ana.says('I want to talk to a human');
  return { stand, ana, fail: (rule: FaultRule) => stand.desk.control.faults.add(rule) };
}

type Started = Awaited<ReturnType<typeof start>>;

/** The user read that it failed, nothing is left open at the desk, and the bot answers again. */
async function expectFailed({ ana, stand }: Started): Promise<void> {
  expect(await ana.presses('Yes')).toEqual([CREATING, NOT_CREATED]);
  expect(ana.chats().filter(({ status }) => status !== 'closed')).toEqual([]);
  expect(await ana.says('hello')).toEqual([HELLO]);
  expect(stand.tracked()).toEqual([]);
  expect(stand.log.filter(({ level }) => level === 'error')).toHaveLength(1);
}

/** The user is told once that a chat is opened, and there is exactly one. */
async function expectOpened({ ana }: Started): Promise<void> {
  expect(await ana.presses('Yes')).toEqual([CREATING]);
  expect(ana.chats()).toHaveLength(1);
  expect(ana.chat().status).toBe('waiting');
  await ana.says('I am here');
  expect(ana.said()).toEqual(['I am here']);
}

describe.concurrent.for(['sign-up', 'user', 'create-chat', 'assign'])('%s', (endpoint) => {
  test.for([
    ['is refused', refused],
    ['is broken', broken],
    ['holds an error in a 200', errorIn200],
  ] as const)('%s for good: the user reads so, and nothing is left open', async ([, effect], running) => {
    const started = await start(running);
    started.fail({ endpoint, effect, times: 'always' });
    await expectFailed(started);
  });

  test.for([
    ['is broken', broken],
    ['is reset', reset],
    ['says nothing', silent],
  ] as const)('%s once: the chat is opened', async ([, effect], running) => {
    const started = await start(running);
    started.fail({ endpoint, effect });
    await expectOpened(started);
  });
});

describe.concurrent('a user who may have been made known although nobody said so', () => {
  test.for([
    ['and was', 'after', ['sign-up', 'find-user', 'update-user']],
    ['and was not', 'before', ['sign-up', 'find-user', 'sign-up']],
  ] as const)('%s is looked for before it is tried again', async ([, moment, expected], running) => {
    const started = await start(running);
    started.fail({ endpoint: 'sign-up', effect: reset, moment });
    await expectOpened(started);
    const about = started.stand.deskCalls().filter((call) => /user$|sign-up/.test(call));
    expect(about.slice(0, 3)).toEqual(expected);
  });
});

describe.concurrent('a user whom the desk knows', () => {
  /** Makes the desk know the user from an earlier chat. */
  async function startKnown(running: Running) {
    const started = await start(running);
    await started.ana.presses('Yes');
    await started.ana.sees(() => started.stand.desk.control.closeChat(started.ana.chat().id, 'system'));
    started.stand.chatbot.control.reset();
    await started.ana.says('I want to talk to a human');
    return started;
  }

  test('cannot be found: the user reads so', async (running) => {
    const started = await startKnown(running);
    started.fail({ endpoint: 'find-user', effect: refused, times: 'always' });
    expect(await started.ana.presses('Yes')).toEqual([CREATING, NOT_CREATED]);
  });

  test('a filter that is not understood gives everybody: nobody else is changed', async (running) => {
    const { stand, ana } = await startKnown(running);
    const others = stand.desk.control.users().filter(({ externalId }) => externalId !== ana.externalId);
    const effect: FaultEffect = { kind: 'respond', status: 200, body: { users: others } };
    stand.desk.control.faults.add({ endpoint: 'find-user', effect, times: 'always' });
    expect(await ana.presses('Yes')).toEqual([CREATING, NOT_CREATED]);
    expect(stand.deskCalls()).not.toContain('update-user');
  });
});

describe.concurrent('a creation that takes effect and is not answered', () => {
  test.for([
    ['reset', reset],
    ['silence', silent],
    ['500', broken],
    ['503', { kind: 'respond', status: 503 }],
  ] as const)('%s: there is no second chat', async ([, effect], running) => {
    const started = await start(running);
    started.fail({ endpoint: 'create-chat', effect, moment: 'after' });
    await expectOpened(started);
  });

  test('at the last attempt, too', async (running) => {
    const started = await start(running);
    started.fail({ endpoint: 'create-chat', effect: reset, times: 2 });
    started.fail({ endpoint: 'create-chat', effect: reset, moment: 'after' });
    await expectOpened(started);
  });

  test('with an answer that cannot be read', async (running) => {
    const started = await start(running);
    started.fail({ endpoint: 'create-chat', effect: garbage, moment: 'after' });
    await expectOpened(started);
  });

  test('in a queue, where the first event comes before the answer', async (running) => {
    const { stand, ana, fail } = await start(running, { desk: { queueActive: true } });
    fail({ endpoint: 'create-chat', effect: reset, moment: 'after' });
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    expect(ana.chats()).toHaveLength(1);
    expect(await ana.sees(() => stand.desk.control.tellPosition(ana.chat().id, 2))).toEqual([
      'There are 2 people ahead of you.',
    ]);
  });
});

describe.concurrent('a chat that cannot be assigned', () => {
  test.for([
    ['takes no effect', 'before'],
    ['takes effect', 'after'],
  ] as const)('is closed again, also when the call %s', async ([, moment], running) => {
    const started = await start(running);
    started.fail({ endpoint: 'assign', effect: refused, moment, times: 'always' });
    await expectFailed(started);
    expect(started.ana.chat()).toMatchObject({ status: 'closed' });
  });

  test("what happens in it afterwards is nobody's business", async (running) => {
    const started = await start(running);
    const { stand, ana } = started;
    started.fail({ endpoint: 'assign', effect: refused, moment: 'after', times: 'always' });
    stand.desk.control.webhooks.hold();
    await expectFailed(started);
    expect(await ana.sees(() => stand.desk.control.webhooks.release())).toEqual([]);
    expect(stand.tracked()).toEqual([]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('that cannot even be closed: the user is back with the bot, and the log names it', async (running) => {
    const started = await start(running);
    const { stand, ana } = started;
    started.fail({ endpoint: 'assign', effect: refused, times: 'always' });
    started.fail({ endpoint: 'close', effect: refused, times: 'always' });
    expect(await ana.presses('Yes')).toEqual([CREATING, NOT_CREATED]);
    expect(await ana.says('hello')).toEqual([HELLO]);
    expect(stand.logged('closed').filter(({ level }) => level === 'warn' || level === 'error')).not.toEqual([]);
  });

  test('a chat that was there before is not closed', async (running) => {
    const started = await start(running);
    const { stand, ana } = started;
    started.fail({ endpoint: 'assign', effect: refused, times: 'always' });
    started.fail({ endpoint: 'close', effect: refused, times: 'always' });
    await ana.presses('Yes');
    stand.desk.control.faults.clear();
    started.fail({ endpoint: 'assign', effect: refused, times: 'always' });
    await ana.says('I want to talk to a human');
    expect(await ana.presses('Yes')).toEqual([CREATING, NOT_CREATED]);
    expect(ana.chats().map(({ status }) => status)).toEqual(['waiting']);
  });
});

test('who reads that it failed may try again', async (running) => {
  const started = await start(running);
  started.fail({ endpoint: 'create-chat', effect: refused });
  await expectFailed(started);
  await started.ana.says('I want to talk to a human');
  expect(await started.ana.presses('Yes')).toEqual([CREATING]);
  expect(started.ana.chats()).toHaveLength(1);
});
