import { expect, test } from 'vitest';
import { messageBody, postbackBody, pressOf, textMessage } from '../support/smooch-bodies.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

test('several messages of one payload are all handled, by their received', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  const at = (received: number) => textMessage(`at ${received}`, { received });
  await stand.post(messageBody(user, at(300.5), at(100), at(300.25), at(200)));
  await stand.idle();
  expect(stand.asked()).toEqual(['at 100', 'at 200', 'at 300.25', 'at 300.5']);
});

test('messages of the same moment keep their order', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  await stand.post(messageBody(user, ...['one', 'two', 'three'].map((text) => textMessage(text, { received: 7 }))));
  await stand.idle();
  expect(stand.asked()).toEqual(['one', 'two', 'three']);
});

test('several postbacks of one payload are all handled, in their order', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  const presses = ['one', 'two', 'three'].map((text) => pressOf({ text }));
  await stand.post(postbackBody(user, {}, { postbacks: presses }));
  await stand.idle();
  expect(stand.asked()).toEqual(['one', 'two', 'three']);
});

test('payloads of many users at once are all handled, each in the order of its user', async () => {
  const stand = await startWebhookStand();
  const users = Array.from({ length: 20 }, () => stand.user());
  const texts = ['first', 'second', 'third'];
  await Promise.all(
    users.map(async (user) => {
      for (const text of texts) await stand.post(messageBody(user, text));
    }),
  );
  await Promise.all(users.map((user) => stand.waitForTexts(user, 3)));
  await stand.idle();
  const bySession = new Map<string | undefined, string[]>();
  for (const { sessionId, body } of stand.chatbot.control.journal.listRaw({ endpoint: 'message' })) {
    const { message } = body as { message: string };
    bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), message]);
  }
  expect([...bySession.values()]).toEqual(users.map(() => texts));
  for (const user of users) expect(user.received).toHaveLength(3);
});
