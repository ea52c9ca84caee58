import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CHAT_CLOSED, HELLO, NOBODY } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const INACTIVE = 'The chat has been closed due to inactivity.';

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  return { stand, ana, control: stand.desk.control };
}

async function startServed(options: DeskStandOptions = {}) {
  const started = await start(options);
  const { id, creator } = await started.ana.meetsCarla();
  return { ...started, id, creator };
}

describe('the end is told once, and the next message goes to the bot', () => {
  test('the agent closes the chat', async () => {
    const { stand, ana, id } = await startServed();
    expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('the desk closes it', async () => {
    const { ana, id, control } = await startServed();
    expect(await ana.sees(() => control.closeChat(id, 'system'))).toEqual([CHAT_CLOSED]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('the desk closes it since nobody wrote', async () => {
    const { ana, id, control } = await startServed();
    expect(await ana.sees(() => control.closeChat(id, 'system', 'inactivity'))).toEqual([INACTIVE]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('the same in a language without a file: in English', async () => {
    const { ana, control } = await start({ conversation: { default: { lang: 'ja' } } });
    await ana.says('I want to talk to a human');
    await ana.presses('Yes');
    expect(await ana.sees(() => control.closeChat(ana.chat().id, 'system', 'inactivity'))).toEqual([INACTIVE]);
  });

  test('an agent closes it for the same reason', async () => {
    const { stand, ana, id } = await startServed();
    expect(await ana.sees(() => stand.carla.close(id, 'inactivity'))).toEqual([INACTIVE]);
  });

  test('another reason is none that we know', async () => {
    const { ana, id, control } = await startServed();
    expect(await ana.sees(() => control.closeChat(id, 'system', 'spring cleaning'))).toEqual([CHAT_CLOSED]);
  });

  test('the user has closed it himself: he knows', async () => {
    const { ana, id, control } = await startServed();
    expect(await ana.sees(() => control.closeChat(id, 'user'))).toEqual([]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('before anybody accepted', async () => {
    const { ana, control } = await start();
    const { id } = await ana.opensChat();
    expect(await ana.sees(() => control.closeChat(id, 'system'))).toEqual([CHAT_CLOSED]);
  });
});

describe('nobody takes the chat', () => {
  test('it is closed at the desk, and the user reads that nobody is there, once', async () => {
    const { stand, ana, control } = await start({ desk: { invitation: { maxAttempts: 2 } } });
    const { id } = await ana.opensChat();
    const reject = () => control.agent(ana.chat().invited ?? '').reject(id);
    expect(await ana.sees(reject)).toEqual([]);
    expect(await ana.sees(reject)).toEqual([NOBODY]);
    expect(ana.chat()).toMatchObject({ status: 'closed', closedBy: 'system' });
    const closes = control.journal.listRaw({ endpoint: 'close' });
    expect(closes.map(({ path }) => path)).toEqual([`/v1/chats/${id}`]);
    expect(stand.tracked()).toEqual([['CHAT_UNATTENDED', { chatId: id, appId: 'desk-app-of-the-test', region: 'eu' }]]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('although it cannot be closed: the user is back with the bot', async () => {
    const { ana, control } = await start();
    const { id } = await ana.opensChat();
    control.faults.add({ endpoint: 'close', effect: { kind: 'respond', status: 418 }, times: 'always' });
    const alone = () => control.webhooks.forge({ trigger: 'forever:alone', data: { chatId: id } });
    expect(await ana.sees(alone)).toEqual([NOBODY]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('the invitations run out', async () => {
    const { ana, control } = await start({ desk: { invitation: { maxAttempts: 2, intervalMs: 30_000 } } });
    await ana.opensChat();
    expect(await ana.sees(() => control.clock.advance(61_000))).toEqual([NOBODY]);
  });
});

describe('however often and in whatever order it is told', () => {
  const now = Math.floor(Date.now() / 1000);
  const events = (id: string) => [
    { trigger: 'chats:close', data: { chatId: id, userId: 'system' }, createdAt: now + 1 },
    { trigger: 'chats:close', data: { chatId: id, userId: 'u_carla' }, createdAt: now + 2 },
    {
      trigger: 'chats:close',
      data: { chatId: id, userId: 'system', extraData: { reason: 'inactivity' } },
      createdAt: now + 3,
    },
    { trigger: 'forever:alone', data: { chatId: id }, createdAt: now + 4 },
  ];

  test.each([
    ['as they come', [0, 1, 2, 3, 0], CHAT_CLOSED],
    ['the reason first', [2, 0, 1, 3, 2], INACTIVE],
    ['alone first', [3, 0, 1, 2, 3], NOBODY],
    ['the agent first', [1, 3, 2, 0, 1], CHAT_CLOSED],
  ])('%s', async (_name, order, expected) => {
    const { stand, ana, id, control } = await startServed();
    const told = events(id);
    const shown = await ana.sees(async () => {
      for (const index of order) await control.webhooks.forge(told[index]!);
    });
    expect(shown).toEqual([expected]);
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
  });

  test('together with the word that ends it', async () => {
    const { stand, ana, id } = await startServed({ chat: { closeCommand: '/close' } });
    const shown = await ana.sees(async () => {
      stand.carla.close(id);
      ana.user.say('/close');
    });
    expect(shown.filter((text) => text === CHAT_CLOSED)).toHaveLength(1);
  });

  test('the desk delivers everything three times, side by side', async () => {
    const { stand, ana, id } = await startServed({ desk: { webhooks: { copies: 3, mode: 'parallel' } } });
    expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
  });

  test('what is told of an ended chat afterwards says nothing', async () => {
    const { stand, ana, id, control } = await startServed();
    await ana.sees(() => stand.carla.close(id));
    const late = [
      { trigger: 'invitations:accept', data: { chatId: id, userId: 'u_marco' } },
      { trigger: 'queues:update', data: { chatId: id, data: { queuePosition: 2 } } },
      { trigger: 'chats:leave', data: { chatId: id, userId: 'u_carla' } },
      { trigger: 'system:info', data: { chatId: id, data: { ticketId: 7 } } },
    ];
    const shown = await ana.sees(async () => {
      for (const event of late) await control.webhooks.forge(event);
    });
    expect(shown).toEqual([]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });
});

test('the ticket that a chat becomes is no news for the user', async () => {
  const { stand, ana, id } = await startServed({ desk: { settings: { tickets: { active: true, delayMs: 0 } } } });
  expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
});

test('invitations, tickets and read receipts are taken and say nothing', async () => {
  const { stand, ana, id, control } = await startServed();
  for (const trigger of ['invitations:new', 'system:info', 'messages:read', 'chats:create', 'no:idea']) {
    const { status } = await control.webhooks.forge({ trigger, data: { chatId: id, userId: 'u_carla' } });
    expect(status).toBe(200);
  }
  expect(await ana.says('Still here?')).toEqual([]);
  expect(stand.log.filter(({ level }) => level === 'error')).toEqual([]);
});
