import { expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CREATING } from './phrases.ts';
import { visitorOf } from './visitor.ts';

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  const created = () =>
    stand.desk.control.journal.listRaw({ endpoint: 'create-chat' }).at(-1)?.body as {
      creator: string;
      history?: { sender: string; message: string; created: number }[];
    };
  return { stand, ana, created };
}

type Started = Awaited<ReturnType<typeof start>>;

/** The bot's record is this. */
function record({ stand }: Started, lines: unknown[]): void {
  const effect = { kind: 'respond', status: 200, body: lines } as const;
  stand.chatbot.control.faults.add({ endpoint: 'history', effect, times: 'always' });
}

const line = (user: 'user' | 'bot', message: string, datetime = '2026-02-10 08:00:00') => {
  return { user, message, messageList: [message], datetime };
};

test('the agent reads what was said, by whom, with HTML kept', async () => {
  const started = await start();
  record(started, [line('user', 'Hi'), line('bot', '<p>Hello <b>you</b></p>')]);
  await started.ana.opensChat();
  const { creator, history } = started.created();
  expect(history?.map(({ sender, message }) => [sender, message])).toEqual([
    [creator, 'Hi'],
    ['assistant', '<p>Hello <b>you</b></p>'],
  ]);
});

test.each(['user', 'Ana', 'guest', 'assistant', 'agent', '', undefined, null, 7])(
  'everybody but the bot is the user: %j',
  async (user) => {
    const started = await start();
    record(started, [{ ...line('user', 'Hi'), user }, line('bot', 'Hello')]);
    await started.ana.opensChat();
    const { creator, history } = started.created();
    expect(history?.map(({ sender, message }) => [sender, message])).toEqual([
      [creator, 'Hi'],
      ['assistant', 'Hello'],
    ]);
  },
);

test('times are read as UTC and told in seconds', async () => {
  const started = await start();
  record(started, [line('user', 'Hi', '2026-02-10 08:00:00'), line('bot', 'Hello', '2026-07-10 08:00:01')]);
  await started.ana.opensChat();
  expect(started.created().history?.map(({ created }) => created)).toEqual([
    Date.UTC(2026, 1, 10, 8, 0, 0) / 1000,
    Date.UTC(2026, 6, 10, 8, 0, 1) / 1000,
  ]);
});

test('a line without a time gets that of the escalation', async () => {
  const started = await start();
  record(started, [{ user: 'user', message: 'Hi' }]);
  const before = Math.floor(Date.now() / 1000);
  await started.ana.opensChat();
  const [first] = started.created().history ?? [];
  expect(first?.created).toBeGreaterThanOrEqual(before);
  expect(Number.isInteger(first?.created)).toBe(true);
});

test('of a long conversation the newest 150 lines', async () => {
  const started = await start();
  record(
    started,
    Array.from({ length: 400 }, (_, index) => line(index % 2 === 0 ? 'user' : 'bot', `line ${index}`)),
  );
  await started.ana.opensChat();
  const messages = started.created().history?.map(({ message }) => message);
  expect(messages).toHaveLength(150);
  expect([messages?.[0], messages?.at(-1)]).toEqual(['line 250', 'line 399']);
});

test('blank lines are dropped', async () => {
  const started = await start();
  record(started, [line('user', ''), line('bot', ' \n '), line('user', 'Hi')]);
  await started.ana.opensChat();
  expect(started.created().history?.map(({ message }) => message)).toEqual(['Hi']);
});

test('without any line the key is left out', async () => {
  const started = await start();
  record(started, []);
  await started.ana.opensChat();
  expect(started.created()).not.toHaveProperty('history');
});

test.each([
  ['refused', { kind: 'respond', status: 403, body: { errors: [{ code: 403, message: 'no' }] } } as const],
  ['broken', { kind: 'respond', status: 500 } as const],
  ['not JSON', { kind: 'respond', status: 200, body: '<html>' } as const],
  ['another shape', { kind: 'respond', status: 200, body: { history: 1 } } as const],
])('a record that cannot be had (%s) does not block the chat', async (_name, effect) => {
  const { stand, ana, created } = await start();
  stand.chatbot.control.faults.add({ endpoint: 'history', effect, times: 'always' });
  await ana.says('I want to talk to a human');
  expect(await ana.presses('Yes')).toEqual([CREATING]);
  expect(created()).not.toHaveProperty('history');
});

test('a chat opened at a second try has its history once', async () => {
  const { stand, ana } = await start();
  stand.desk.control.faults.add({ endpoint: 'create-chat', effect: { kind: 'respond', status: 503 } });
  await ana.opensChat();
  expect(ana.chats()).toHaveLength(1);
  const lines = ana.chat().history.map(({ message }) => message);
  expect(lines).toEqual(['I want to talk to a human', 'Of course. I can ask one of my colleagues.']);
});
