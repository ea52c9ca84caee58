import { describe, expect, test } from 'vitest';
import { newObjectId } from '../../sandbox/smooch/object-id.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { messageBody, textMessage } from '../support/smooch-bodies.ts';
import { API, APP_ID, SMOOCH_KEY, WEBHOOK_SECRET } from '../support/stand.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

const MINUTE = 60_000;
const IN_A_MINUTE = { status: 503, headers: expect.objectContaining({ 'retry-after': '60' }) };
const NOT_NOW = { status: 503, headers: expect.objectContaining({ 'retry-after': '30' }) };

const status = async (sent: Promise<{ status: number }>) => (await sent).status;

/** Smooch does not list webhooks; everything else works. */
function breakList(stand: WebhookStand): void {
  stand.smooch.control.faults.add({
    endpoint: 'webhooks',
    effect: { kind: 'respond', status: 500, body: {} },
    times: 'always',
  });
}

/** The app's webhook is saved anew in Smooch: its old secret is gone. */
async function rotateSecret(stand: WebhookStand, secret: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${SMOOCH_KEY.id}:${SMOOCH_KEY.secret}`).toString('base64')}`;
  const url = `${stand.smooch.url}/v1.1/apps/${APP_ID}/webhooks`;
  const { webhooks } = (await (await fetch(url, { headers: { authorization } })).json()) as {
    webhooks: { _id: string }[];
  };
  for (const { _id } of webhooks) await fetch(`${url}/${_id}`, { method: 'DELETE', headers: { authorization } });
  stand.smooch.control.addWebhook({ target: stand.connector.url, triggers: ['message:appUser'], secret });
  stand.secrets.push(secret);
  stand.smooch.control.journal.clear();
}

describe('known to be false is 401, nothing stored, one log line that says what to fix', () => {
  test('the key is missing', async () => {
    const stand = await startWebhookStand();
    expect(await status(stand.post(messageBody(stand.user(), 'a text of the stranger'), { key: null }))).toBe(401);
    expect(stand.logLines('"status":401')).toEqual([
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining('no X-API-Key') }),
    ]);
    expect(stand.dataHolds('a text of the stranger')).toBe(false);
  });

  test('the key is empty', async () => {
    const stand = await startWebhookStand();
    expect(await status(stand.post(messageBody(stand.user(), 'hello'), { key: '' }))).toBe(401);
  });

  test('the key is none of the configured secrets', async () => {
    const stand = await startWebhookStand({ smooch: { webhook_secrets: ['first-secret', 'second-secret'] } });
    stand.secrets.push('first-secret', 'second-secret');
    expect(await status(stand.post(messageBody(stand.user(), 'a text of the stranger')))).toBe(401);
    expect(stand.logLines('"status":401')).toEqual([
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining('smooch.webhook_secrets') }),
    ]);
    expect(stand.dataHolds('a text of the stranger')).toBe(false);
  });

  test('the key is not in a list that was read anew, since the last reading is older than a minute', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    clock.advance(MINUTE);
    expect(await status(stand.post(messageBody(user, 'a text of the stranger'), { key: 'wrong' }))).toBe(401);
    expect(stand.logLines('"status":401')).toEqual([
      expect.objectContaining({
        level: 'warn',
        appId: APP_ID,
        msg: expect.stringContaining('save the webhook in Smooch'),
      }),
    ]);
    expect(stand.secretLookUps()).toHaveLength(2);
    expect(stand.dataHolds('a text of the stranger')).toBe(false);
  });

  test('the key is not in the list that was just read for it', async () => {
    const stand = await startWebhookStand();
    expect(await status(stand.post(messageBody(stand.user(), 'hello'), { key: 'wrong' }))).toBe(401);
    expect(stand.secretLookUps()).toHaveLength(1);
  });

  test.each([
    `${WEBHOOK_SECRET}x`,
    WEBHOOK_SECRET.slice(0, -1),
    WEBHOOK_SECRET.toUpperCase(),
    `${WEBHOOK_SECRET}, ${WEBHOOK_SECRET}`,
  ])('a key that only resembles the secret: %s', async (key) => {
    const stand = await startWebhookStand();
    // The log may tell nothing of the key; that it holds no part of the secret is checked when the test ends.
    expect(await status(stand.post(messageBody(stand.user(), 'hello'), { key }))).toBe(401);
  });

  test('the Inbenta and Smooch credentials are no webhook secrets', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    for (const key of [API.key, API.secret, SMOOCH_KEY.id, SMOOCH_KEY.secret]) {
      expect(await status(stand.post(messageBody(stand.user(), 'hello'), { key }))).toBe(401);
      clock.advance(MINUTE);
    }
  });
});

describe('what cannot be decided now is 503 with Retry-After: 30', () => {
  test('Smooch is down and no list was ever read', async () => {
    const stand = await startWebhookStand();
    breakList(stand);
    expect(await stand.post(messageBody(stand.user(), 'a text of somebody'))).toMatchObject(NOT_NOW);
    expect(stand.logLines('"status":503')).toHaveLength(1);
    expect(stand.dataHolds('a text of somebody')).toBe(false);
  });

  test('Smooch resets the connection', async () => {
    const stand = await startWebhookStand();
    stand.smooch.control.faults.add({ endpoint: 'webhooks', effect: { kind: 'reset' }, times: 'always' });
    expect(await stand.post(messageBody(stand.user(), 'hello'))).toMatchObject(NOT_NOW);
  });

  test('Smooch says nothing: after 5 s it is given up', async () => {
    const stand = await startWebhookStand();
    stand.smooch.control.faults.add({ endpoint: 'webhooks', effect: { kind: 'timeout' }, times: 'always' });
    expect(await stand.post(messageBody(stand.user(), 'hello'))).toMatchObject(NOT_NOW);
  });

  test('Smooch answers with something else', async () => {
    const stand = await startWebhookStand();
    const body = '<html>Welcome to the hotel</html>';
    stand.smooch.control.faults.add({ endpoint: 'webhooks', effect: { kind: 'respond', status: 200, body } });
    expect(await stand.post(messageBody(stand.user(), 'hello'))).toMatchObject(NOT_NOW);
  });

  test('the key pair is missing', async () => {
    const stand = await startWebhookStand({ chatbot: { extraInfo: {} } });
    expect(await stand.post(messageBody(stand.user(), 'hello'))).toMatchObject(NOT_NOW);
    expect(stand.logLines('app_tokens').map(({ level }) => level)).toContain('error');
  });

  test('the refresh is used up: Smooch is asked once a minute', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    breakList(stand);
    const user = stand.user();
    for (let i = 0; i < 5; i += 1) expect(await stand.post(messageBody(user, 'hello'))).toMatchObject(NOT_NOW);
    expect(stand.secretLookUps()).toHaveLength(1);
    clock.advance(MINUTE);
    stand.smooch.control.faults.clear();
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    expect(stand.secretLookUps()).toHaveLength(2);
  });

  test('Smooch is down, and the list at hand is too old to say that a key is false', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    clock.advance(MINUTE);
    breakList(stand);
    expect(await stand.post(messageBody(user, 'hello'), { key: 'perhaps-new' })).toMatchObject(NOT_NOW);
    expect(await stand.post(messageBody(user, 'hello'), { key: 'perhaps-new' })).toMatchObject(NOT_NOW);
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
  });

  test('the delivery that came too early is taken when Smooch brings it again', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock, retrySpacingMs: Array.from({ length: 100 }, () => 20) });
    breakList(stand);
    const user = stand.user();
    user.say('hello');
    await stand.smooch.control.journal.waitFor({ endpoint: 'webhooks', finished: true });
    stand.smooch.control.faults.clear();
    clock.advance(MINUTE);
    expect(await stand.waitForTexts(user, 1)).toHaveLength(1);
  });
});

describe('configured secrets', () => {
  test('each of them is accepted, and Smooch is not asked', async () => {
    const stand = await startWebhookStand({ smooch: { webhook_secrets: ['first-secret', 'second-secret'] } });
    stand.secrets.push('first-secret', 'second-secret');
    breakList(stand);
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello'), { key: 'first-secret' }))).toBe(200);
    expect(await status(stand.post(messageBody(user, 'hello'), { key: 'second-secret' }))).toBe(200);
    expect(stand.secretLookUps()).toEqual([]);
    await stand.waitForTexts(user, 2);
  });
});

describe('discovered secrets', () => {
  test('no set-up is needed: the app key lists them', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    expect(await status(stand.post(messageBody(user, 'hello again')))).toBe(200);
    expect(stand.secretLookUps()).toEqual([
      expect.objectContaining({ method: 'GET', path: `/v1.1/apps/${APP_ID}/webhooks`, status: 200 }),
    ]);
    expect(await stand.waitForTexts(user, 2)).toHaveLength(2);
  });

  test('many deliveries at once ask for them once', async () => {
    const stand = await startWebhookStand();
    const users = Array.from({ length: 30 }, () => stand.user());
    const statuses = await Promise.all(users.map((user) => status(stand.post(messageBody(user, 'hello')))));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(stand.secretLookUps()).toHaveLength(1);
    await stand.idle();
  });

  test('the list survives a restart while Smooch is down', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    await stand.waitForTexts(user, 1);
    breakList(stand);
    clock.advance(24 * 60 * MINUTE);
    await stand.restart();
    expect(await status(stand.post(messageBody(user, 'hello again')))).toBe(200);
    expect(await stand.waitForTexts(user, 2)).toHaveLength(2);
  });

  test('a rotated secret is found by a refresh, at most once a minute', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    clock.advance(MINUTE);
    await rotateSecret(stand, 'the-rotated-secret');
    expect(await status(stand.post(messageBody(user, 'again'), { key: 'the-rotated-secret' }))).toBe(200);
    expect(await stand.post(messageBody(user, 'forged'))).toMatchObject(IN_A_MINUTE);
    expect(await stand.post(messageBody(user, 'forged'), { key: 'wrong' })).toMatchObject(IN_A_MINUTE);
    expect(stand.secretLookUps()).toHaveLength(1);
    clock.advance(MINUTE);
    expect(await status(stand.post(messageBody(user, 'forged')))).toBe(401);
    expect(await stand.post(messageBody(user, 'forged'))).toMatchObject(IN_A_MINUTE);
    expect(stand.secretLookUps()).toHaveLength(2);
    await stand.idle();
  });

  test('a webhook that is made anew within a minute of the last reading loses nothing', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    await rotateSecret(stand, 'the-rotated-secret');
    const bodies = Array.from({ length: 11 }, (_, index) => messageBody(user, `question ${index}`));
    for (const body of bodies) {
      expect(await stand.post(body, { key: 'the-rotated-secret' })).toMatchObject(IN_A_MINUTE);
    }
    expect(stand.secretLookUps()).toEqual([]);
    clock.advance(MINUTE);
    for (const body of bodies) expect(await status(stand.post(body, { key: 'the-rotated-secret' }))).toBe(200);
    expect(stand.secretLookUps()).toHaveLength(1);
    expect((await stand.waitForQuestions(12)).slice(1)).toEqual(bodies.map((_, index) => `question ${index}`));
  });

  test('each webhook of the app has its own, and all are accepted', async () => {
    const stand = await startWebhookStand();
    stand.secrets.push('the-other-secret');
    stand.smooch.control.addWebhook({
      target: stand.connector.url,
      triggers: ['postback'],
      secret: 'the-other-secret',
    });
    const user = stand.user();
    expect(await status(stand.post(messageBody(user, 'hello'), { key: 'the-other-secret' }))).toBe(200);
    expect(await status(stand.post(messageBody(user, 'hello')))).toBe(200);
    await stand.waitForTexts(user, 2);
  });

  test('only app ids for which Smooch answered are kept', async () => {
    const stand = await startWebhookStand();
    const strangers = Array.from({ length: 5 }, newObjectId);
    for (const appId of strangers) {
      expect(await stand.post(messageBody({ appId, id: newObjectId() }, 'hello'))).toMatchObject(NOT_NOW);
    }
    expect(await status(stand.post(messageBody(stand.user(), 'hello')))).toBe(200);
    await stand.idle();
    await stand.connector.stop();
    const store = await openSqliteStore({ folder: stand.dataDir });
    const kept = await store.list('webhook-secrets');
    await store.close();
    expect(kept.map(({ key }) => key)).toEqual([`production:${APP_ID}`]);
    for (const appId of strangers) expect(stand.dataHolds(appId)).toBe(false);
  });
});

describe('before authenticity', () => {
  test.each([
    ['forged', 'wrong', 401],
    ['undecided', WEBHOOK_SECRET, 503],
  ])('nothing of a %s body is logged or stored', async (_what, key, expected) => {
    const stand = await startWebhookStand();
    if (expected === 503) breakList(stand);
    const user = { appId: APP_ID, id: 'id-of-a-stranger' };
    const body = { ...messageBody(user, 'words-of-a-stranger'), client: { platform: 'channel-of-a-stranger' } };
    expect(await status(stand.post(body, { key }))).toBe(expected);
    await stand.restart();
    expect(stand.logLines('of-a-stranger')).toEqual([]);
    expect(stand.dataHolds('of-a-stranger')).toBe(false);
  });

  test('a body that will not be understood is refused for its key first', async () => {
    const stand = await startWebhookStand();
    const { appUser: _, ...body } = messageBody(stand.user(), textMessage('hello', { _id: 'id-in-the-body' }));
    expect(await status(stand.post(body, { key: 'wrong' }))).toBe(401);
    expect(stand.dataHolds('id-in-the-body')).toBe(false);
    expect(await status(stand.post(body))).toBe(200);
    expect(stand.dataHolds('id-in-the-body')).toBe(true);
  });
});
