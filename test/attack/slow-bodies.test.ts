import { expect, test } from 'vitest';
import { headOf, type RawSender, sendRaw } from '../support/send-raw.ts';
import { messageBody, textMessage } from '../support/smooch-bodies.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

const MB = 1024 * 1024;
const KB = 1024;
const SIGNATURE = 'ab'.repeat(32);

/** Chats are on and a secret is known, so that signatures are checked at all. */
const conf = {
  'custom/chat.yaml': {
    chat: {
      enabled: true,
      appId: 'desk-app',
      secret: 's',
      server: 'http://127.0.0.1:9',
      webhook_secrets: ['known-handshake-secret'],
    },
  },
};

/** Genuine webhooks, small and large, are all taken. */
async function expectToWork(stand: WebhookStand): Promise<void> {
  const user = stand.user();
  const answers = [];
  for (let i = 0; i < 20; i += 1) answers.push((await stand.post(messageBody(user, `message ${i}`))).status);
  const filler = 'x'.repeat(4 * MB);
  answers.push((await stand.post(messageBody(user, textMessage('a large one', { filler })))).status);
  expect(new Set(answers)).toEqual(new Set([200]));
}

/** Each of them is told why and cut off within 10 s for its body and 10 s for the rest. */
async function expectToEnd(senders: RawSender[]): Promise<void> {
  const open = () => senders.filter((sender) => sender.isOpen()).length;
  await expect.poll(open, { timeout: 40_000, interval: 100 }).toBe(0);
  for (const { received } of senders) expect(received()).toMatch(/^HTTP\/1\.1 (401|408|503) /);
}

test.each([
  ['no key', {}],
  ['a made-up key', { 'x-api-key': 'made-up' }],
  ['a made-up signature', { 'x-hook-signature': SIGNATURE }],
])(
  'thirteen senders with %s, 4.9 of 5 MB and silence: genuine webhooks are taken, and the senders are cut off',
  async (_what, headers) => {
    const stand = await startWebhookStand({ conf });
    await expectToWork(stand);
    const body = Buffer.alloc(4.9 * MB, 0x20);
    const senders = await Promise.all(
      Array.from({ length: 13 }, () => sendRaw(stand.connector.url, headOf(5 * MB, headers), body)),
    );
    await expectToWork(stand);
    await expectToEnd(senders);
    await stand.idle();
  },
  90_000,
);

test('four hundred senders with 60 of 64 KB and silence: genuine webhooks are taken', async () => {
  const stand = await startWebhookStand();
  await expectToWork(stand);
  const begun = Buffer.alloc(60 * KB, 0x20);
  const senders: RawSender[] = [];
  for (let i = 0; i < 400; i += 1) senders.push(await sendRaw(stand.connector.url, headOf(64 * KB), begun));
  await expectToWork(stand);
  await expectToEnd(senders);
  await stand.idle();
}, 90_000);

test('two hundred senders that trickle one byte at a time: genuine webhooks are taken, and the senders are cut off', async () => {
  const stand = await startWebhookStand();
  const senders = await Promise.all(
    Array.from({ length: 200 }, () => sendRaw(stand.connector.url, headOf(60 * KB), '{')),
  );
  const trickle = setInterval(() => {
    for (const { socket } of senders) if (socket.writable) socket.write(' ');
  }, 200);
  await expectToWork(stand);
  await expectToEnd(senders).finally(() => clearInterval(trickle));
  await stand.idle();
}, 90_000);
