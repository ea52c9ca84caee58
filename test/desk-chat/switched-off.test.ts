import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { HELLO, NOT_FOUND, OF_COURSE } from './phrases.ts';
import { visitorOf } from './visitor.ts';

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  return { stand, ana: visitorOf(stand) };
}

describe('createTicket', () => {
  test.each([true, false])('the answer is shown, then that it failed (chats enabled: %s)', async (enabled) => {
    const { ana } = await start({ chat: { enabled } });
    for (const text of ['send a message', 'Ana', 'ana@example.com']) await ana.says(text);
    expect(await ana.says('My bell')).toEqual([
      'Thank you, Ana. You will get an answer within two days.',
      'Your request could not be registered. Please try again later.',
    ]);
    expect(ana.chats()).toEqual([]);
  });

  test('a hook may file it', async () => {
    const { ana } = await start({ hooks: { onTicket: () => ({ created: true }) } });
    for (const text of ['send a message', 'Ana', 'ana@example.com']) await ana.says(text);
    expect((await ana.says('My bell')).at(-1)).toBe(
      'Your request has been registered. We will get back to you as soon as possible.',
    );
  });
});

describe('a hook may keep the user with the bot', () => {
  test('no question, no chat, nothing asked of HyperChat', async () => {
    const { stand, ana } = await start({ hooks: { onEscalate: () => false } });
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE]);
    expect(await ana.says('call back')).toEqual(['One of my colleagues takes over.']);
    expect(stand.deskCalls()).toEqual([]);
  });
});

describe('with chat.enabled: false', () => {
  const off = { chat: { enabled: false }, counters: { triesBeforeEscalation: 1, negativeRatingsBeforeEscalation: 1 } };

  test('nothing leads to an agent', async () => {
    const { stand, ana } = await start(off);
    expect(await ana.says('xyzzy1')).toEqual([NOT_FOUND]);
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE]);
    expect(await ana.says('call back')).toEqual(['One of my colleagues takes over.']);
    expect((await ana.says('complaint')).at(-1)).toMatch(/^Shall I connect you .*\n\[Yes\] \[No\]$/);
    await ana.says('my bike was stolen');
    expect(await ana.says('at the harbour')).toEqual(['Escalation started.']);
    expect(stand.deskCalls()).toEqual([]);
    expect(stand.tracked()).toEqual([]);
  });

  test('an old button for yes is a word', async () => {
    const { stand, ana } = await start(off);
    expect(await ana.does({ do: 'menu', payload: '{"escalateOption":true}', text: 'Hello' })).toEqual([HELLO]);
    expect(stand.deskCalls()).toEqual([]);
  });

  test('no handshake is let in; events are taken and ignored, whatever their signature', async () => {
    const { stand, ana } = await start(off);
    await ana.says('hello');
    const { webhooks } = stand.desk.control;
    const { url } = stand.connector;
    for (const secret of [null, 'a guess']) {
      const event = { trigger: 'chats:close', data: { chatId: 'c_1' }, secret };
      expect(await webhooks.forge(event, { target: url })).toMatchObject({ status: 200 });
    }
    expect((await webhooks.shakeHands(stand.connector.url)).established).toBe(false);
    await stand.settled();
    expect(stand.deskCalls()).toEqual([]);
  });

  test('a chat that was on when it was switched off is over', async () => {
    const { stand, ana } = await start();
    await ana.meetsCarla();
    writeFileSync(join(stand.confDir, 'custom/chat.yaml'), 'chat: { enabled: false }');
    await stand.restart();
    expect(await ana.says('hello')).toEqual([HELLO]);
    const asked = ana.user.received.find(({ actions }) => actions?.some(({ text }) => text === 'Yes'));
    // The button is a word now, like every other whose meaning is switched off.
    expect(await ana.does({ do: 'click', messageId: asked?._id ?? '', button: 'Yes' })).toEqual([NOT_FOUND]);
  });
});
