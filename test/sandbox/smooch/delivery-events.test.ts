import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SmoochControl } from '../../../sandbox/smooch/control/smooch-control.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const error = {
  code: 'uncategorized_error',
  message: 'Outside of the window',
  underlyingError: { errors: [{ code: 470 }] },
};

let api: TestApi;
let control: SmoochControl;
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  api = await startTestApi({ deliveryEvents: { channelDelayMs: 0, userDelayMs: 5 } });
  control = api.simulator.control;
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

const subscribe = (...stages: string[]) =>
  control.addWebhook({
    target: receiver.url,
    triggers: stages.map((stage) => `message:delivery:${stage}`),
    includeClient: true,
  });

async function send(platform: string, prepare: (userId: string) => void = () => undefined): Promise<string> {
  const user = control.createUser({ platform });
  prepare(user.id);
  const message = { role: 'appMaker', type: 'text', text: 'Hello' };
  return (await api.call('POST', `/appusers/${user.id}/messages`, message)).body.message._id;
}

const told = () => receiver.received.map(({ body }) => ({ trigger: body.trigger, isFinalEvent: body.isFinalEvent }));

test('tell that a message reached the channel, then the device', async () => {
  subscribe('channel', 'user', 'failure');
  const messageId = await send('whatsapp');
  await receiver.waitFor(2);
  expect(told()).toEqual([
    { trigger: 'message:delivery:channel', isFinalEvent: false },
    { trigger: 'message:delivery:user', isFinalEvent: true },
  ]);
  expect(receiver.received[0]?.body).toMatchObject({
    version: 'v1.1',
    message: { _id: messageId },
    destination: { type: 'whatsapp', integrationId: expect.any(String) },
    externalMessages: [{ id: expect.any(String) }],
    timestamp: expect.any(Number),
  });
  expect(receiver.received[0]?.body).not.toHaveProperty('client');
});

test('end with the channel where devices do not confirm', async () => {
  subscribe('channel', 'user');
  await send('line');
  await receiver.waitFor(1);
  expect(told()).toEqual([{ trigger: 'message:delivery:channel', isFinalEvent: true }]);
});

test('tell what went wrong, once', async () => {
  subscribe('channel', 'user', 'failure');
  await send('whatsapp', (userId) => control.deliveryEvents.failNext(userId, { error }));
  await receiver.waitFor(1);
  expect(told()).toEqual([{ trigger: 'message:delivery:failure', isFinalEvent: true }]);
  expect(receiver.received[0]?.body.error).toEqual(error);
});

test('may tell of a failure after the channel took the message', async () => {
  subscribe('*');
  control.addWebhook({ target: receiver.url, triggers: ['message:delivery:channel', 'message:delivery:failure'] });
  await send('twilio', (userId) => control.deliveryEvents.failNext(userId, { error, afterChannel: true }));
  await receiver.waitFor(2);
  expect(told()).toEqual([
    { trigger: 'message:delivery:channel', isFinalEvent: false },
    { trigger: 'message:delivery:failure', isFinalEvent: true },
  ]);
});

test('are told only to who subscribed, and not at all when they are off', async () => {
  subscribe('user');
  await send('whatsapp');
  await receiver.waitFor(1);
  control.deliveryEvents.settings.enabled = false;
  await send('whatsapp');
  control.deliveryEvents.settings.enabled = true;
  await send('whatsapp');
  await receiver.waitFor(2);
  expect(told().map(({ trigger }) => trigger)).toEqual(['message:delivery:user', 'message:delivery:user']);
  expect(control.webhooks.log.list()).toHaveLength(2);
});

test('are summed up as a mark of each message', async () => {
  control.addWebhook({ target: receiver.url, triggers: ['message:appUser'] });
  subscribe('channel', 'user', 'failure');
  const user = control.createUser({ platform: 'whatsapp' });
  const reply = async () => {
    const message = { role: 'appMaker', type: 'text', text: 'Hello' };
    return (await api.call('POST', `/appusers/${user.id}/messages`, message)).body.message._id;
  };
  const marks = async (): Promise<object> =>
    Object((await api.fetch(`/sandbox/users/${user.id}/marks`)).body as unknown).marks;
  expect(await marks()).toEqual({});

  const question = user.say('hi')._id;
  const answer = await reply();
  await receiver.waitFor(3);
  await waitUntil('everything is told', () => control.webhooks.log.counts().waiting === 0);
  expect(await marks()).toEqual({ [question]: { state: 'delivered' }, [answer]: { state: 'delivered' } });

  user.act({ do: 'read' });
  control.deliveryEvents.failNext(user.id, { error });
  const lost = await reply();
  await receiver.waitFor(4);
  expect(await marks()).toMatchObject({
    [answer]: { state: 'read' },
    [lost]: { state: 'failed', reason: 'Outside of the window' },
  });
  expect((await api.fetch('/sandbox/users/nobody/marks')).status).toBe(404);
});
