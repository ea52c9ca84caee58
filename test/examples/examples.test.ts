import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type Stand, startStand } from '../../sandbox/run/start-stand.ts';

const fileOf = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

/** The simulators, and an example in place of the connector. */
async function startExample(name: string, custom: Record<string, unknown> = {}): Promise<Stand> {
  const stand = await startStand({ connectorFile: fileOf(name), conf: { 'custom/custom.yaml': custom } });
  onTestFinished(() => stand.stop());
  return stand;
}

/** What a user gets who says something: `count` messages in all, with the labels of their buttons. */
async function exchange({ smooch }: Stand, said: string, count: number, platform = 'web'): Promise<string[]> {
  const user = smooch.control.createUser({ platform });
  user.say(said);
  const messages = await smooch.control.waitForMessages(user.id, count);
  return messages.map(({ text, actions }) => [text, ...(actions ?? []).map((action) => `[${action.text}]`)].join(' '));
}

interface Received {
  method: string;
  path: string;
  body: string;
}

/** A system of the house, which answers every call alike. */
async function startHouseSystem(answer: unknown): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ method: request.method ?? '', path: request.url ?? '', body });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

test('before-bot: a question about an order is answered by the system of the house', async () => {
  const orders = await startHouseSystem({ status: 'on its way' });
  const stand = await startExample('before-bot.ts', { orders_url: orders.url });
  expect(await exchange(stand, 'Order 4711', 1)).toEqual(['Your order 4711: on its way']);
  expect(orders.received.map(({ path }) => path)).toEqual(['/4711']);
  expect(stand.chatbot.control.journal.list({ endpoint: 'message' })).toEqual([]);
  expect(await exchange(stand, 'hello', 1)).toEqual([expect.stringContaining('Hello!')]);
});

test('before-bot: when the system of the house does not answer, the bot does', async () => {
  const stand = await startExample('before-bot.ts', { orders_url: 'http://127.0.0.1:1' });
  expect(await exchange(stand, 'order 4711', 1)).toEqual([expect.stringContaining('Sorry, I could not find')]);
  expect(stand.connector.log()).toContain('the hook beforeBot failed and was passed over');
});

test('after-bot: related contents are left out of an SMS, and shown elsewhere', async () => {
  const stand = await startExample('after-bot.ts');
  const onWeb = await exchange(stand, 'riding in the rain', 3);
  expect(onWeb[1]).toContain('Readers of this also looked at');
  const bySms = await exchange(stand, 'riding in the rain', 2, 'twilio');
  expect(bySms).toEqual([
    'There is no bad weather, only the wrong mudguards.',
    expect.stringContaining('Was this answer helpful?'),
  ]);
});

test('render-answer: a content with a button is shown as title and button', async () => {
  const stand = await startExample('render-answer.ts');
  expect(await exchange(stand, 'book a place', 1)).toEqual(['Book a place [Book a place]']);
  expect(await exchange(stand, 'hello', 1)).toEqual([expect.stringContaining('Hello!')]);
});

test('on-ticket: a finished form is filed, and the user is told', async () => {
  const tickets = await startHouseSystem({});
  const stand = await startExample('on-ticket.ts', { tickets_url: tickets.url });
  const user = stand.smooch.control.createUser({ platform: 'web' });
  for (const [index, said] of ['write to us', 'Ana', 'ana@example.com', 'The bell is lovely.'].entries()) {
    user.say(said);
    await stand.smooch.control.waitForMessages(user.id, index + 1);
  }
  const messages = await stand.smooch.control.waitForMessages(user.id, 5);
  expect(messages.at(-1)?.text).toBe('Your request has been registered. We will get back to you as soon as possible.');
  expect(tickets.received.map(({ body }) => JSON.parse(body))).toEqual([
    expect.objectContaining({ FIRST_NAME: 'Ana', INQUIRY: 'The bell is lovely.', user: user.id }),
  ]);
});

test('custom-yaml: words of the house reach the bot as its own', async () => {
  const stand = await startExample('custom-yaml.ts', { synonyms: { hoi: 'hello' } });
  expect(await exchange(stand, 'Hoi', 1)).toEqual([expect.stringContaining('Hello!')]);
});
