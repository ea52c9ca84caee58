import { expect, test } from 'vitest';
import { messageBody } from '../support/smooch-bodies.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

test('B that was sent after A was acknowledged is handled after A, however slow the bot is with A', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  const release = stand.holdBot('question A');
  expect((await stand.post(messageBody(user, 'question A'))).status).toBe(200);
  expect((await stand.post(messageBody(user, 'question B'))).status).toBe(200);
  expect((await stand.post(messageBody(user, 'question C'))).status).toBe(200);
  expect(await stand.waitForQuestions(1)).toEqual(['question A']);
  // Another conversation is not held up, and shows that B and C had every chance to be asked.
  const other = stand.user();
  await stand.post(messageBody(other, 'hello'));
  await stand.waitForTexts(other, 1);
  expect(stand.asked()).toEqual(['question A', 'hello']);
  expect(user.received).toEqual([]);
  release();
  await stand.idle();
  expect(stand.asked()).toEqual(['question A', 'hello', 'question B', 'question C']);
});

test('B is asked only when every message of the answer to A was confirmed', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  const hold = stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
  await stand.post(messageBody(user, 'question A'));
  await stand.smooch.control.journal.waitFor({ endpoint: 'message' });
  await stand.post(messageBody(user, 'question B'));
  const other = stand.user();
  await stand.post(messageBody(other, 'hello'));
  await stand.waitForTexts(other, 1);
  expect(stand.asked()).toEqual(['question A', 'hello']);
  stand.smooch.control.faults.release(hold);
  await stand.idle();
  expect(stand.asked()).toEqual(['question A', 'hello', 'question B']);
});

test('what was waiting keeps its order over a restart', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  const texts = ['one', 'two', 'three', 'four'];
  stand.smooch.control.faults.add({
    endpoint: 'message',
    effect: { kind: 'respond', status: 503, body: {} },
    times: 3,
  });
  for (const text of texts) expect((await stand.post(messageBody(user, text))).status).toBe(200);
  await stand.waitForQuestions(1);
  await stand.restart();
  await stand.idle();
  expect(stand.asked()).toEqual(texts);
  expect(user.received).toHaveLength(4);
});

test('thirty messages one after another are answered one after another', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  stand.chatbot.control.latency.set('message', 5);
  const texts = Array.from({ length: 30 }, (_, index) => `number ${index}`);
  for (const text of texts) await stand.post(messageBody(user, text));
  await stand.idle();
  expect(stand.asked()).toEqual(texts);
});
