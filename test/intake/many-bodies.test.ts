import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { messageBody, textMessage } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

const MB = 1024 * 1024;
const ANNOUNCED = 5 * MB;
const SENT = ANNOUNCED - 200_000;

/** A sender whose key is known that announces a body, sends a part of it and then waits. */
async function beginBody(stand: WebhookStand): Promise<ClientRequest> {
  const headers = { 'content-length': String(ANNOUNCED), 'x-api-key': WEBHOOK_SECRET };
  const outgoing = request(stand.connector.url, { method: 'POST', agent: false, headers });
  outgoing.on('error', () => {});
  onTestFinished(() => void outgoing.destroy());
  await new Promise<void>((resolve) => outgoing.write(Buffer.alloc(SENT, 0x20), () => resolve()));
  return outgoing;
}

async function finish(outgoing: ClientRequest): Promise<number> {
  const response = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end(Buffer.alloc(ANNOUNCED - SENT, 0x20));
  const [incoming] = await response;
  incoming.resume();
  return incoming.statusCode ?? 0;
}

/** Senders that hold 62.5 MB together. @returns them, as soon as another large body is 503 */
async function holdAlmostAll(stand: WebhookStand, another: unknown): Promise<ClientRequest[]> {
  const senders = new Set<ClientRequest>();
  const trySend = async (): Promise<number> => {
    while (senders.size < 13) {
      const sender = await beginBody(stand);
      // While all of them are on their way in, it may be one of these that does not fit.
      sender.once('response', () => senders.delete(sender));
      senders.add(sender);
    }
    return status(stand, another);
  };
  await expect.poll(trySend, { timeout: 15_000 }).toBe(503);
  return [...senders];
}

const status = async (stand: WebhookStand, body: unknown) => (await stand.post(body)).status;

function largeBody(user: { id: string; appId: string }) {
  return messageBody(user, textMessage('hello', { filler: 'x'.repeat(9 * 512 * 1024) }));
}

test('at most 64 MB of bodies are held at once, then 503', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  // From now on the key is known.
  expect(await status(stand, messageBody(user, 'the first one'))).toBe(200);
  const senders = await holdAlmostAll(stand, largeBody(user));
  expect((await stand.post(largeBody(user), { chunked: true })).status).toBe(503);
  expect((await stand.post(largeBody(user))).headers['retry-after']).toBe('30');
  expect(await status(stand, messageBody(user, 'a small one'))).toBe(200);
  for (const sender of senders) expect(await finish(sender)).toBe(400);
  expect(await status(stand, largeBody(user))).toBe(200);
  await stand.idle();
}, 60_000);

test('a sender that breaks off gives its place free', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  // From now on the key is known.
  expect(await status(stand, messageBody(user, 'a small one'))).toBe(200);
  for (const sender of await holdAlmostAll(stand, largeBody(user))) sender.destroy();
  await expect.poll(() => status(stand, largeBody(user)), { timeout: 15_000 }).toBe(200);
  await stand.idle();
}, 60_000);

test('of bodies that wait for Smooch a hundred are kept, the others are asked to come again at once', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  const body = messageBody(user, textMessage('hello', { filler: 'x'.repeat(60 * 1024) }));
  stand.smooch.control.faults.add({ endpoint: 'webhooks', effect: { kind: 'hold' }, times: 'always' });
  const refused: unknown[] = [];
  const answers = Array.from({ length: 150 }, async () => {
    const answer = await stand.post(body);
    if (answer.status === 503) refused.push(answer.headers['retry-after']);
    return answer.status;
  });
  // One asks Smooch, a hundred wait with it.
  await expect.poll(() => refused.length, { timeout: 15_000 }).toBe(49);
  expect(new Set(refused)).toEqual(new Set(['30']));
  stand.smooch.control.faults.clear();
  expect((await Promise.all(answers)).filter((status) => status === 200)).toHaveLength(101);
  await stand.idle();
}, 60_000);
