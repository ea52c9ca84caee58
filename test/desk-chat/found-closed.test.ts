import { describe, expect, test } from 'vitest';
import { startDeskStand } from '../support/desk-stand.ts';
import { ASK, CHAT_CLOSED, CREATING, HELLO, NOT_FOUND, OF_COURSE } from './phrases.ts';
import { visitorOf } from './visitor.ts';

/** A chat of which the desk's news of the end never come. */
async function start() {
  const stand = await startDeskStand();
  const ana = visitorOf(stand);
  const { id } = await ana.meetsCarla();
  const closeUntold = () => {
    stand.desk.control.webhooks.disturbances.add({ trigger: 'chats:close', effect: { kind: 'drop' } });
    stand.carla.close(id);
  };
  return { stand, ana, id, closeUntold };
}

describe('a chat that turns out to be closed', () => {
  test('the user reads so once, and this same message goes to the bot', async () => {
    const { ana, closeUntold } = await start();
    closeUntold();
    expect(await ana.says('hello')).toEqual([CHAT_CLOSED, HELLO]);
    expect(await ana.says('hello')).toEqual([HELLO]);
    expect(ana.said()).toEqual([]);
  });

  test('only when the text is posted: the same', async () => {
    const { ana, closeUntold } = await start();
    await ana.says('I am here');
    closeUntold();
    expect(await ana.says('hello')).toEqual([CHAT_CLOSED, HELLO]);
    expect(ana.said()).toEqual(['I am here']);
  });

  test('gone altogether: the same', async () => {
    const { stand, ana } = await start();
    stand.desk.control.faults.add({ endpoint: 'chat', effect: { kind: 'respond', status: 404 }, times: 'always' });
    expect(await ana.says('hello')).toEqual([CHAT_CLOSED, HELLO]);
  });

  test('the news of it, coming late, are no news', async () => {
    const { stand, ana, id } = await start();
    stand.desk.control.webhooks.hold(['chats:close']);
    stand.carla.close(id);
    expect(await ana.says('hello')).toEqual([CHAT_CLOSED, HELLO]);
    expect(await ana.sees(() => stand.desk.control.webhooks.release())).toEqual([]);
  });

  test('the next request for an agent opens another', async () => {
    const { ana, closeUntold } = await start();
    closeUntold();
    expect(await ana.says('I want to talk to a human')).toEqual([CHAT_CLOSED, OF_COURSE, ASK]);
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    expect(ana.chats().map(({ status }) => status)).toEqual(['closed', 'waiting']);
  });

  test('a button goes to the bot as what it is', async () => {
    const stand = await startDeskStand();
    const ana = visitorOf(stand);
    stand.chatbot.control.setContent({ title: 'bells', options: { question: 'Which?', choices: ['Hello'] } });
    await ana.says('bells');
    const { id } = await ana.meetsCarla();
    stand.desk.control.webhooks.disturbances.add({ trigger: 'chats:close', effect: { kind: 'drop' } });
    stand.carla.close(id);
    const [told, answer] = await ana.presses('Hello');
    expect([told, answer]).toEqual([CHAT_CLOSED, HELLO]);
  });
});

test('the word that led to the chat is only a word again', async () => {
  const { ana, closeUntold } = await start();
  closeUntold();
  expect(await ana.says('yes')).toEqual([CHAT_CLOSED, NOT_FOUND]);
});
