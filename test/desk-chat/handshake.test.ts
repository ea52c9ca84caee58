import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { armWebhook } from '../support/arm-webhook.ts';
import {
  DESK,
  DESK_EVENTS,
  type DeskStand,
  type DeskStandOptions,
  registerDeskWebhook,
  startDeskStand,
} from '../support/desk-stand.ts';
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

/** Whether an event that is signed with a secret is believed. */
async function believes(stand: DeskStand, secret: string, path = '/', appId = DESK.appId): Promise<boolean> {
  const { status } = await stand.desk.control.webhooks.forge(
    { trigger: 'chats:close', data: { chatId: 'c_1', userId: 'system' }, secret, appId },
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
  const firstOf = (stand: DeskStand) => stand.desk.control.webhooks.list()[0]?.secret ?? '';

  test('one more is let in on the path that was printed, and only one', async () => {
    const stand = await startDeskStand();
    const path = await armWebhook(stand);
    expect(await shake(stand, 'second-secret', { path })).toMatchObject({ status: 200, echo: 'second-secret' });
    expect(await shake(stand, 'third-secret', { path })).toMatchObject({ status: 403, echo: undefined });
    expect(await believes(stand, 'third-secret')).toBe(false);
    expect(await shake(stand, 'second-secret', { path })).toMatchObject({ status: 200, echo: 'second-secret' });
  });

  test('one with a known secret is the one that is let in on the path', async () => {
    const stand = await startDeskStand();
    const path = await armWebhook(stand);
    const first = firstOf(stand);
    expect(await shake(stand, first, { path })).toMatchObject({ status: 200, echo: first });
    expect(await shake(stand, 'stranger-secret', { path })).toMatchObject({ status: 403, echo: undefined });
    expect(await believes(stand, first)).toBe(true);
  });

  test('one with a known secret on another path leaves it as it is', async () => {
    const stand = await startDeskStand();
    const path = await armWebhook(stand);
    expect(await shake(stand, firstOf(stand))).toMatchObject({ status: 200 });
    expect(await shake(stand, 'second-secret', { path })).toMatchObject({ status: 200, echo: 'second-secret' });
  });

  test.each([
    ['another path', () => '/'],
    ['the path without its end', (path: string) => path.slice(0, -1)],
    ['the path with more behind it', (path: string) => `${path}x`],
    ['the folder alone', () => '/desk/'],
    ['the path in capitals', (path: string) => path.toUpperCase()],
    ['the path as a question', (path: string) => `/?${path}`],
  ])('nobody is let in on %s', async (_name, pathOf) => {
    const stand = await startDeskStand();
    const path = await armWebhook(stand);
    expect(await shake(stand, 'stranger-secret', { path: pathOf(path) })).toMatchObject({ status: 403 });
    expect(await shake(stand, 'second-secret', { path })).toMatchObject({ status: 200 });
  });

  test.each(['/prefix', '/a/b.php'])('behind a proxy the path may have more before it: %s', async (before) => {
    const stand = await startDeskStand();
    const path = `${before}${await armWebhook(stand)}`;
    expect(await shake(stand, 'second-secret', { path })).toMatchObject({ status: 200, echo: 'second-secret' });
  });

  test('the older secrets count until the first event that is signed with the new one', async () => {
    const stand = await startDeskStand();
    const first = firstOf(stand);
    await shake(stand, 'second-secret', { path: await armWebhook(stand) });
    expect(await believes(stand, first)).toBe(true);
    expect(await believes(stand, 'second-secret')).toBe(true);
    expect(await believes(stand, first)).toBe(false);
    await stand.restart();
    expect(await believes(stand, first)).toBe(false);
    expect(await believes(stand, 'second-secret')).toBe(true);
    expect(await shake(stand, first)).toMatchObject({ status: 403, echo: undefined });
  });

  test('of two that are let in before either is used, the later one is no older secret', async () => {
    const stand = await startDeskStand();
    await shake(stand, 'second-secret', { path: await armWebhook(stand) });
    await shake(stand, 'third-secret', { path: await armWebhook(stand, { add: true }) });
    expect(await believes(stand, 'second-secret')).toBe(true);
    expect(await believes(stand, 'third-secret')).toBe(true);
    expect(await believes(stand, firstOf(stand))).toBe(false);
  });

  test('with --add they go on counting', async () => {
    const stand = await startDeskStand();
    await shake(stand, 'second-secret', { path: await armWebhook(stand, { add: true }) });
    for (const secret of ['second-secret', firstOf(stand)]) expect(await believes(stand, secret)).toBe(true);
  });

  test('not any longer than ten minutes', async () => {
    const stand = await startDeskStand();
    const path = await armWebhook(stand);
    stand.clock.advance(10 * MINUTE);
    expect(await shake(stand, 'second-secret', { path })).toMatchObject({ status: 403, echo: undefined });
  });

  test('several rows of Case Management have several secrets, and each counts', async () => {
    const stand = await startDeskStand();
    const path = await armWebhook(stand, { add: true });
    await stand.desk.control.webhooks.register({ target: `${stand.connector.url}${path}`, events: ['queues:update'] });
    const secrets = stand.desk.control.webhooks.list().map(({ secret }) => secret);
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) expect(await believes(stand, secret)).toBe(true);
  });

  test('the target that was printed works for the events that follow', async () => {
    const stand = await startNew();
    const path = await armWebhook(stand);
    await stand.desk.control.webhooks.register({ target: `${stand.connector.url}${path}`, events: DESK_EVENTS });
    const ana = visitorOf(stand);
    await ana.meetsCarla();
    expect(ana.seen()).toContain(CARLA_JOINED);
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
    const path = await armWebhook(stand);
    expect(await shake(stand, 'first-secret', { path })).toMatchObject({ status: 403, echo: undefined });
  });
});

describe('several environments', () => {
  const development = { type: 'script_name', regex: '/^\\/dev\\//' };
  const DEV = { path: '/dev/server.php' };
  const startTwo = (chat: Record<string, unknown>, options: DeskStandOptions = {}) =>
    startNew({
      ...options,
      conf: { 'custom/environments.yaml': { development }, 'development/chat.yaml': { chat } },
    });

  test('of one app have one set of secrets: nobody is the first in the second', async () => {
    const stand = await startTwo({});
    expect(await shake(stand, 'production-secret')).toMatchObject({ status: 200 });
    expect(await shake(stand, 'evil', DEV)).toMatchObject({ status: 403, echo: undefined });
    expect(await shake(stand, 'production-secret', DEV)).toMatchObject({ status: 200, echo: 'production-secret' });
    for (const path of ['/', DEV.path]) {
      expect(await believes(stand, 'production-secret', path)).toBe(true);
      expect(await believes(stand, 'evil', path)).toBe(false);
    }
  });

  test('of two apps have a set for each, whatever the request was called with', async () => {
    const stand = await startTwo({ appId: 'another-app', secret: 'its-secret' });
    expect(await shake(stand, 'production-secret')).toMatchObject({ status: 200 });
    expect(await shake(stand, 'development-secret', DEV)).toMatchObject({ status: 200 });
    for (const path of ['/', DEV.path]) {
      expect(await believes(stand, 'production-secret', path)).toBe(true);
      expect(await believes(stand, 'development-secret', path)).toBe(false);
      expect(await believes(stand, 'development-secret', path, 'another-app')).toBe(true);
      expect(await believes(stand, 'production-secret', path, 'another-app')).toBe(false);
    }
  });

  test('the first one is believed where chats are on in any of them', async () => {
    const stand = await startTwo({ enabled: false });
    expect(await shake(stand, 'production-secret', DEV)).toMatchObject({ status: 200, echo: 'production-secret' });
    expect(await believes(stand, 'production-secret')).toBe(true);
  });

  test('an armed path belongs to its environment, whatever rules say', async () => {
    const stand = await startTwo({ appId: 'another-app', secret: 'its-secret' });
    const path = await armWebhook(stand, { environment: 'development' });
    expect(await shake(stand, 'development-secret', { path })).toMatchObject({ status: 200 });
    expect(await believes(stand, 'development-secret', '/', 'another-app')).toBe(true);
    expect(await believes(stand, 'development-secret')).toBe(false);
  });
});

test('strangers make one line a minute, which says how many were left out', async () => {
  const stand = await startDeskStand();
  for (let i = 0; i < 30; i += 1) await shake(stand, `stranger-secret-${i}`);
  expect(stand.logged('a handshake of HyperChat was refused')).toHaveLength(1);
  stand.clock.advance(MINUTE);
  await shake(stand, 'stranger-secret');
  const lines = stand.logged('a handshake of HyperChat was refused');
  expect(lines.map(({ msg }) => msg)).toEqual([
    expect.not.stringContaining('more were refused'),
    expect.stringContaining('29 more were refused'),
  ]);
});

describe('while chats are off everywhere', () => {
  const off = { chat: { enabled: false } };

  test('not even the first handshake is let in', async () => {
    const stand = await startNew(off);
    expect(await shake(stand, 'stranger-secret')).toMatchObject({ status: 403, echo: undefined });
    expect(stand.logged('webhooks arm')).toHaveLength(1);
  });

  test('one that the operator expects is, and counts once they are on', async () => {
    const stand = await startNew(off);
    const path = await armWebhook(stand);
    expect(await shake(stand, 'first-secret', { path })).toMatchObject({ status: 200, echo: 'first-secret' });
    writeFileSync(
      join(stand.confDir, 'custom/chat.yaml'),
      JSON.stringify({ chat: { enabled: true, ...DESK, server: stand.desk.url } }),
    );
    await stand.restart();
    expect(await shake(stand, 'stranger-secret')).toMatchObject({ status: 403, echo: undefined });
    expect(await believes(stand, 'stranger-secret')).toBe(false);
    expect(await believes(stand, 'first-secret')).toBe(true);
  });
});

describe('secrets of a version that kept them for each environment', () => {
  /** The data folder as that version left it. */
  async function startAfter(entries: [space: string, secret: string][], options: DeskStandOptions = {}) {
    const stand = await startNew(options);
    await stand.connector.stop();
    const store = await openSqliteStore({ folder: stand.dataDir });
    for (const [space, secret] of entries) await store.put(space, `hash of ${secret}`, secret);
    await store.close();
    await stand.restart();
    return stand;
  }

  test('are not lost: each counts for its app', async () => {
    const stand = await startAfter([
      [`handshake:production:${DESK.appId}`, 'production-secret'],
      [`handshake:gone:${DESK.appId}`, 'old-secret'],
      ['handshake:development:another:app', 'another-secret'],
      ['handshake:production:', 'without-app'],
    ]);
    expect(await shake(stand, 'stranger-secret')).toMatchObject({ status: 403 });
    expect(await believes(stand, 'production-secret')).toBe(true);
    expect(await believes(stand, 'old-secret')).toBe(true);
    for (const secret of ['another-secret', 'without-app']) expect(await believes(stand, secret)).toBe(false);
    expect(stand.logged('webhooks secrets')).toMatchObject([
      { level: 'warn', app: DESK.appId, environments: ['gone', 'production'] },
    ]);
  });

  test('count before the first handshake of a stranger can come, and are not replaced by it', async () => {
    const stand = await startAfter([[`handshake:production:${DESK.appId}`, 'production-secret']]);
    await Promise.all([shake(stand, 'stranger-secret'), shake(stand, 'another-stranger')]);
    expect(await believes(stand, 'stranger-secret')).toBe(false);
    expect(await believes(stand, 'production-secret')).toBe(true);
    expect(stand.logged('webhooks secrets')).toEqual([]);
  });

  test('that stopped counting do not come back with the next start', async () => {
    const stand = await startAfter([[`handshake:production:${DESK.appId}`, 'production-secret']]);
    await shake(stand, 'second-secret', { path: await armWebhook(stand) });
    expect(await believes(stand, 'second-secret')).toBe(true);
    await stand.restart();
    expect(await believes(stand, 'production-secret')).toBe(false);
    expect(await believes(stand, 'second-secret')).toBe(true);
  });
});
