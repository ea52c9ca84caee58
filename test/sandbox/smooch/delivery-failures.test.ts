import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../../sandbox/smooch/control/simulated-user.ts';
import type { SmoochControl } from '../../../sandbox/smooch/control/smooch-control.ts';
import { startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const error = { code: 'bad_request', message: 'Not like this' };
const image = { type: 'image', mediaUrl: 'https://example.com/a.png' };
const actions = [{ type: 'postback', text: 'More', payload: 'MORE' }];

let api: TestApi;
let control: SmoochControl;
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  api = await startTestApi({ deliveryEvents: { channelDelayMs: 0, userDelayMs: 1 } });
  control = api.simulator.control;
  control.addWebhook({ target: receiver.url, triggers: ['message:delivery:channel', 'message:delivery:failure'] });
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

async function send(user: SimulatedUser, message: object = {}): Promise<string> {
  const body = { role: 'appMaker', type: 'text', text: 'Hello', ...message };
  return (await api.call('POST', `/appusers/${user.id}/messages`, body)).body.message._id;
}

/** What was told of each message, in short: the stage, or the code of the failure. */
async function told(count: number): Promise<Record<string, string>> {
  await receiver.waitFor(count);
  const entries = receiver.received.map(({ body }): [string, string] => {
    const { message, error: failure } = body as unknown as { message: { _id: string }; error?: { code: string } };
    return [message._id, failure?.code ?? 'channel'];
  });
  return Object.fromEntries(entries);
}

describe('a failure', () => {
  test.each<[string, object, object[]]>([
    ['a type', { kind: 'image' }, [image]],
    ['whatever is media', { kind: 'media' }, [image, { type: 'file', mediaUrl: 'https://example.com/a.pdf' }]],
    ['whatever has buttons', { kind: 'actions' }, [{ actions }, { ...image, actions }]],
    ['a text', { textIncludes: 'Good' }, [{ text: 'Goodbye' }]],
    ['a channel', { channel: 'line' }, [{ destination: { integrationType: 'line' } }]],
  ])('strikes %s, and nothing else', async (_, rule, struck) => {
    const user = control.createUser({ platform: 'line' });
    user.switchTo('telegram');
    control.deliveryEvents.failures.add({ error, times: 'always', ...rule });
    const spared = await send(user);
    const ids = await Promise.all(struck.map((message) => send(user, message)));
    const outcome = await told(ids.length + 1);
    expect(outcome).toEqual({ [spared]: 'channel', ...Object.fromEntries(ids.map((id) => [id, 'bad_request'])) });
  });

  test('strikes one user, after as many messages and as often as it says', async () => {
    const [ana, ben] = [control.createUser({ platform: 'line' }), control.createUser({ platform: 'line' })];
    control.deliveryEvents.failures.add({ error, userId: ana.id, skip: 1, times: 2 });
    const others = [await send(ben), await send(ana)];
    const struck = [await send(ana), await send(ana)];
    others.push(await send(ana));
    const outcome = await told(5);
    expect(others.map((id) => outcome[id])).toEqual(['channel', 'channel', 'channel']);
    expect(struck.map((id) => outcome[id])).toEqual(['bad_request', 'bad_request']);
    expect(control.deliveryEvents.failures.list()).toEqual([]);
  });

  test('comes after any time, behind what was sent later', async () => {
    const user = control.createUser({ platform: 'line' });
    control.deliveryEvents.failNext(user.id, { error, delayMs: 100 });
    const struck = await send(user);
    const later = await send(user);
    await receiver.waitFor(2);
    expect(receiver.received.map(({ body }) => (body as unknown as { message: { _id: string } }).message._id)).toEqual([
      later,
      struck,
    ]);
  });

  test('may come for a message that the channel took long ago', async () => {
    const user = control.createUser({ platform: 'line' });
    const messageId = await send(user);
    await receiver.waitFor(1);
    control.failMessage(user.id, messageId, { code: 'blocked', message: 'Blocked' });
    expect(await told(2)).toEqual({ [messageId]: 'blocked' });
    expect(() => control.failMessage(user.id, 'none', error)).toThrow('There is no message none');
  });
});

test('failures are planned, listed and called off over HTTP, and a message fails later', async () => {
  const sandbox = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    const answer: { status: number; body: unknown } = await api.fetch(`/sandbox${path}`, init);
    return answer;
  };
  const { body } = await sandbox('POST', '/delivery-failures', { error, kind: 'image', delayMs: 5, times: 2 });
  const id = (body as { id: string }).id;
  expect((await sandbox('GET', '/delivery-failures')).body).toEqual([
    { id, error, kind: 'image', delayMs: 5, times: 2, skip: 0 },
  ]);
  expect((await sandbox('DELETE', `/delivery-failures/${id}`)).body).toEqual({ removed: true });
  await sandbox('POST', '/delivery-failures', { error });
  expect((await sandbox('DELETE', '/delivery-failures')).body).toEqual([]);
  expect((await sandbox('POST', '/delivery-failures', { kind: 'image' })).status).toBe(400);

  const user = control.createUser({ platform: 'line' });
  const messageId = await send(user);
  await receiver.waitFor(1);
  const path = `/users/${user.id}/messages`;
  expect((await sandbox('POST', `${path}/${messageId}/fail`, { error, delayMs: 1 })).status).toBe(200);
  expect((await sandbox('POST', `${path}/none/fail`, { error })).status).toBe(400);
  expect(await told(2)).toEqual({ [messageId]: 'bad_request' });
});
