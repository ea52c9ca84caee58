import { describe, expect, test } from 'vitest';
import { ARMED_SPACE } from '../../src/compose/desk-intake.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { type DeskStand, type DeskStandOptions, registerDeskWebhook, startDeskStand } from '../support/desk-stand.ts';
import { sendRequest } from '../support/send-request.ts';
import { CARLA_JOINED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const MINUTE = 60_000;

/** A connector that HyperChat has never spoken with. */
const startNew = (options: DeskStandOptions = {}) => startDeskStand({ webhook: false, ...options });

/** A handshake of anybody, told apart from an event by its header alone. */
async function shake(
  stand: DeskStand,
  secret: string,
  request: { method?: string; body?: string; path?: string } = {},
) {
  const { path = '/', method, body } = request;
  const headers = { 'x-hook-secret': secret, 'content-type': 'application/json' };
  const answer = await sendRequest(`${stand.connector.url}${path}`, { method, headers, body });
  return { status: answer.status, echo: answer.headers['x-hook-secret'], text: answer.text };
}

/** What `smooch-connector webhooks arm` writes. */
async function arm(stand: DeskStand, until: number): Promise<void> {
  await stand.connector.stop();
  const store = await openSqliteStore({ folder: stand.dataDir });
  await store.put(ARMED_SPACE, 'production', String(until));
  await store.close();
  await stand.restart();
}

/** Whether an event that is signed with a secret is believed. */
async function believes(stand: DeskStand, secret: string, path = '/'): Promise<boolean> {
  const { status } = await stand.desk.control.webhooks.forge(
    { trigger: 'chats:close', data: { chatId: 'c_1', userId: 'system' }, secret },
    { target: `${stand.connector.url}${path}` },
  );
  expect([200, 401]).toContain(status);
  return status === 200;
}

describe('the first handshake', () => {
  test.each([
    ['POST', ''],
    ['POST', '{}'],
    ['POST', 'null'],
    ['POST', 'anything'],
    ['GET', ''],
    ['PUT', '{"hello":true}'],
    ['PATCH', ''],
  ])('%s with the body "%s" is answered with its secret, which counts from then on', async (method, body) => {
    const stand = await startNew();
    stand.secrets.push('first-secret');
    expect(await shake(stand, 'first-secret', { method, body })).toMatchObject({ status: 200, echo: 'first-secret' });
    expect(await believes(stand, 'first-secret')).toBe(true);
  });

  test('as HyperChat does it: chats work', async () => {
    const stand = await startNew();
    await registerDeskWebhook(stand.desk, stand.connector.url);
    const ana = visitorOf(stand);
    await ana.meetsCarla();
    expect(ana.seen()).toContain(CARLA_JOINED);
    expect(stand.logged('a webhook of HyperChat was established')).toHaveLength(1);
  });

  test('that repeats a known secret is answered again', async () => {
    const stand = await startNew();
    await shake(stand, 'first-secret');
    expect(await shake(stand, 'first-secret')).toMatchObject({ status: 200, echo: 'first-secret' });
    expect(stand.logged('was established')).toHaveLength(1);
  });

  test.each(['', '   ', 'x'.repeat(600)])('that is none (%j) is not believed', async (secret) => {
    const stand = await startNew();
    expect((await shake(stand, secret)).echo).toBeUndefined();
    expect(await shake(stand, 'first-secret')).toMatchObject({ status: 200, echo: 'first-secret' });
  });

  test('of many that come at the same moment only one is the first', async () => {
    const stand = await startNew();
    const secrets = Array.from({ length: 12 }, (_, index) => `secret-of-stranger-${index}`);
    const answers = await Promise.all(secrets.map((secret) => shake(stand, secret)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status, echo }) => status === 403 && echo === undefined)).toHaveLength(11);
  });

  test('survives a restart', async () => {
    const stand = await startNew();
    await shake(stand, 'first-secret');
    await stand.restart();
    expect(await believes(stand, 'first-secret')).toBe(true);
    expect(await shake(stand, 'second-secret')).toMatchObject({ status: 403, echo: undefined });
    expect(stand.logged('no webhook of HyperChat is known yet')).toHaveLength(1);
  });
});

describe('a handshake of a stranger', () => {
  test('is refused without an echo, and the log names the command', async () => {
    const stand = await startDeskStand();
    stand.secrets.push('stranger-secret');
    expect(await shake(stand, 'stranger-secret')).toEqual({
      status: 403,
      echo: undefined,
      text: expect.not.stringContaining('stranger-secret'),
    });
    expect(stand.logged('a handshake of HyperChat was refused')).toMatchObject([
      { level: 'warn', status: 403, msg: expect.stringContaining('smooch-connector webhooks arm') },
    ]);
    expect(await believes(stand, 'stranger-secret')).toBe(false);
  });

  test("changes nothing: HyperChat's own events are believed as before", async () => {
    const stand = await startDeskStand();
    await shake(stand, 'stranger-secret');
    const ana = visitorOf(stand);
    const { id } = await ana.meetsCarla();
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
  });

  test('with an event in its body is that event, and not believed', async () => {
    const stand = await startDeskStand();
    const body = JSON.stringify({ trigger: 'chats:close', appId: 'desk-app-of-the-test', data: { chatId: 'c_1' } });
    expect(await shake(stand, 'stranger-secret', { body })).toMatchObject({ status: 401, echo: undefined });
  });
});

describe('armed by the operator', () => {
  test('one more is let in, and only one', async () => {
    const stand = await startDeskStand();
    const [first] = stand.desk.control.webhooks.list();
    await arm(stand, Date.now() + 10 * MINUTE);
    expect(await shake(stand, 'second-secret')).toMatchObject({ status: 200, echo: 'second-secret' });
    expect(await shake(stand, 'third-secret')).toMatchObject({ status: 403, echo: undefined });
    expect(await believes(stand, 'second-secret')).toBe(true);
    expect(await believes(stand, first?.secret ?? '')).toBe(true);
    expect(await believes(stand, 'third-secret')).toBe(false);
  });

  test('not any longer than that', async () => {
    const stand = await startDeskStand();
    await arm(stand, Date.now() + 10 * MINUTE);
    stand.clock.advance(10 * MINUTE);
    expect(await shake(stand, 'second-secret')).toMatchObject({ status: 403, echo: undefined });
  });

  test('one with a known secret does not use it up', async () => {
    const stand = await startDeskStand();
    const [first] = stand.desk.control.webhooks.list();
    await arm(stand, Date.now() + 10 * MINUTE);
    expect(await shake(stand, first?.secret ?? '')).toMatchObject({ status: 200 });
    expect(await shake(stand, 'second-secret')).toMatchObject({ status: 200, echo: 'second-secret' });
  });

  test('several rows of Case Management have several secrets, and each counts', async () => {
    const stand = await startDeskStand();
    await arm(stand, Date.now() + 10 * MINUTE);
    await stand.desk.control.webhooks.register({ target: `${stand.connector.url}/`, events: ['queues:update'] });
    const secrets = stand.desk.control.webhooks.list().map(({ secret }) => secret);
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) expect(await believes(stand, secret)).toBe(true);
  });
});

describe('with pinned secrets', () => {
  test('only they count', async () => {
    const pinned = ['pinned-one', 'pinned-two'];
    const stand = await startNew({ chat: { webhook_secrets: pinned } });
    stand.secrets.push(...pinned);
    for (const secret of pinned) {
      expect(await shake(stand, secret)).toMatchObject({ status: 200, echo: secret });
      expect(await believes(stand, secret)).toBe(true);
    }
    expect(await shake(stand, 'first-secret')).toMatchObject({ status: 403, echo: undefined });
    expect(stand.logged('chat.webhook_secrets')).toHaveLength(1);
    expect(stand.logged('no webhook of HyperChat is known yet')).toEqual([]);
  });

  test('they count without any handshake', async () => {
    const stand = await startNew({ chat: { webhook_secrets: ['pinned-one'] } });
    expect(await believes(stand, 'pinned-one')).toBe(true);
  });

  test('one that was kept before does not count beside them', async () => {
    const stand = await startNew({ chat: { webhook_secrets: ['pinned-one'] } });
    expect(await believes(stand, 'first-secret')).toBe(false);
    await arm(stand, Date.now() + 10 * MINUTE);
    expect(await shake(stand, 'first-secret')).toMatchObject({ status: 403, echo: undefined });
  });
});

test('environments have webhooks of their own', async () => {
  const conf = { 'custom/environments.yaml': { development: { type: 'script_name', regex: '/^\\/dev\\//' } } };
  const stand = await startNew({ conf });
  expect(await shake(stand, 'production-secret')).toMatchObject({ status: 200 });
  expect(await shake(stand, 'development-secret', { path: '/dev/server.php' })).toMatchObject({ status: 200 });
  expect(await believes(stand, 'development-secret', '/dev/server.php')).toBe(true);
  expect(await believes(stand, 'development-secret')).toBe(false);
  expect(await believes(stand, 'production-secret', '/dev/server.php')).toBe(false);
});
