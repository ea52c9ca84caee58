import { afterEach, describe, expect, test, vi } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { APP_ID, SMOOCH_KEY, WEBHOOK_SECRET } from '../support/stand.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';
import { DEVELOPMENT_KEY, keyOf, sentWith } from './environment-stand.ts';

const MINUTE = 60_000;
const pair = { key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret };
const configuredSecret = { webhook_secrets: [WEBHOOK_SECRET] };

const extraInfo = (tokens: unknown) => ({ smooch: { app_tokens: tokens as Record<string, unknown> } });

function publish(stand: WebhookStand, tokens: unknown): void {
  stand.chatbot.control.setExtraInfo('smooch', 'app_tokens', tokens as Record<string, unknown>);
}

const errorLines = (stand: WebhookStand) => stand.logLines('app_tokens').filter(({ level }) => level === 'error');

describe('the Smooch key pair', () => {
  test('comes from the ExtraInfo entry app_tokens of the group smooch', async () => {
    const stand = await startWebhookStand({ chatbot: { extraInfo: extraInfo({ production: [pair] }) } });
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 1);
    const [read] = stand.chatbot.control.journal.listRaw({ endpoint: 'data' });
    expect(read).toMatchObject({ method: 'GET', path: expect.stringContaining('/v1/app/data/smooch?name=') });
    expect(sentWith(stand)).toEqual([SMOOCH_KEY.id]);
  });

  test('of the configuration wins', async () => {
    const stand = await startWebhookStand({
      apps: [{ id: APP_ID, keys: [SMOOCH_KEY, DEVELOPMENT_KEY] }],
      smooch: { app_tokens: { key: DEVELOPMENT_KEY.id, secret: DEVELOPMENT_KEY.secret } },
    });
    stand.secrets.push(DEVELOPMENT_KEY.secret);
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 1);
    expect(sentWith(stand)).toEqual([DEVELOPMENT_KEY.id]);
  });

  test.each([
    ['no entry', undefined],
    ['no environment', {}],
    ['another environment', { development: [pair] }],
    ['an empty list', { production: [] }],
    ['an empty object, as PHP writes it', { production: [[]] }],
    ['no secret', { production: [{ key: SMOOCH_KEY.id }] }],
    ['an empty secret', { production: [{ key: SMOOCH_KEY.id, secret: '' }] }],
    ['a blank key', { production: [{ key: ' ', secret: SMOOCH_KEY.secret }] }],
    ['null', { production: null }],
    ['text', { production: 'app_1' }],
  ])('is missing when there is %s: one error line names the entry to create', async (_what, tokens) => {
    const stand = await startWebhookStand({
      smooch: configuredSecret,
      chatbot: { extraInfo: tokens === undefined ? {} : extraInfo(tokens) },
    });
    const user = stand.user();
    for (const text of ['one', 'two', 'three']) expect((await stand.post(messageBody(user, text))).status).toBe(200);
    await expect.poll(() => errorLines(stand).length, { timeout: 10_000 }).toBe(1);
    expect((await stand.post(messageBody(stand.user(), 'hello'))).status).toBe(200);
    await stand.waitForQuestions(2);
    await expect.poll(() => stand.logLines('a turn waits').length, { timeout: 10_000 }).toBe(2);
    const [line] = errorLines(stand);
    expect(line?.msg).toMatch(/ExtraInfo/);
    expect(line?.msg).toMatch(/production/);
    expect(line?.msg).toMatch(/smooch/);
    expect(errorLines(stand)).toHaveLength(1);
  });
});

describe('an event whose authenticity was decided while the key pair is missing', () => {
  test('is stored, and its turn goes on where it was after a restart', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock, smooch: configuredSecret, chatbot: { extraInfo: {} } });
    const user = stand.user();
    expect((await stand.post(messageBody(user, 'hello'))).status).toBe(200);
    expect((await stand.post(messageBody(user, 'hello again'))).status).toBe(200);
    await expect.poll(() => stand.logLines('a turn waits').length, { timeout: 10_000 }).toBe(1);
    expect((await stand.readiness()).body.open).toBe(2);
    publish(stand, { production: [pair] });
    clock.advance(MINUTE);
    await stand.restart();
    expect(await stand.waitForTexts(user, 2)).toHaveLength(2);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'hello again']);
  });

  test('is parked after a day', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock, smooch: configuredSecret, chatbot: { extraInfo: {} } });
    expect((await stand.post(messageBody(stand.user(), 'hello'))).status).toBe(200);
    await expect.poll(() => stand.logLines('a turn waits').length, { timeout: 10_000 }).toBe(1);
    clock.advance(23 * 60 * MINUTE);
    await stand.restart();
    await expect.poll(() => stand.logLines('a turn waits').length, { timeout: 10_000 }).toBe(2);
    clock.advance(2 * 60 * MINUTE);
    await stand.restart();
    await stand.idle();
    await stand.connector.stop();
    const store = await openSqliteStore({ folder: stand.dataDir });
    const parked = await store.parked();
    await store.close();
    expect(parked).toEqual([
      expect.objectContaining({ state: 'parked', reason: expect.stringContaining('app_tokens') }),
    ]);
  });

  test('readiness warns meanwhile, and takes webhooks', async () => {
    const stand = await startWebhookStand({ smooch: configuredSecret, chatbot: { extraInfo: {} } });
    await stand.post(messageBody(stand.user(), 'hello'));
    await expect
      .poll(() => stand.readiness(), { timeout: 10_000 })
      .toMatchObject({ status: 200, body: { warnings: [expect.stringContaining('app_tokens')] } });
  });
});

describe('while the process runs', () => {
  afterEach(() => vi.useRealTimers());

  test('the turn is tried again every minute, and goes on once the entry appears', async () => {
    // Time of this process: it goes on by itself, and the test puts it forward.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], shouldAdvanceTime: true });
    const stand = await startWebhookStand({ smooch: configuredSecret, chatbot: { extraInfo: {} } });
    const user = stand.user();
    const lookUps = () => stand.chatbot.control.journal.listRaw({ endpoint: 'data', finished: true }).length;
    const waits = () => stand.logLines('a turn waits').length;
    await stand.post(messageBody(user, 'hello'));
    await vi.waitUntil(() => waits() === 1, { timeout: 10_000 });
    const before = lookUps();
    await vi.advanceTimersByTimeAsync(MINUTE);
    await vi.waitUntil(() => waits() === 2 && lookUps() > before, { timeout: 10_000 });
    publish(stand, { production: [pair] });
    await vi.advanceTimersByTimeAsync(MINUTE);
    await vi.waitUntil(() => user.received.length === 1, { timeout: 10_000 });
    expect(stand.asked()).toEqual(['hello']);
    expect(errorLines(stand)).toHaveLength(1);
  });
});

describe('a 401 from Smooch', () => {
  test('refreshes ExtraInfo once, and the call is made with the newer pair', async () => {
    const stand = await startWebhookStand({
      apps: [{ id: APP_ID, keys: [DEVELOPMENT_KEY] }],
      smooch: configuredSecret,
    });
    stand.secrets.push(DEVELOPMENT_KEY.secret);
    const reads = () => stand.chatbot.control.journal.listRaw({ endpoint: 'data' }).length;
    await expect.poll(reads).toBe(1);
    publish(stand, { production: [{ key: DEVELOPMENT_KEY.id, secret: DEVELOPMENT_KEY.secret }] });
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 1);
    await stand.idle();
    expect(reads()).toBe(2);
    const answered = stand.smooch.control.journal.listRaw({ endpoint: 'message' });
    expect(answered.at(-1)).toMatchObject({ status: 201 });
    expect(keyOf(answered.at(-1)!)).toBe(DEVELOPMENT_KEY.id);
  });

  test('is mended for everybody who met it at the same moment', async () => {
    const stand = await startWebhookStand({
      apps: [{ id: APP_ID, keys: [DEVELOPMENT_KEY] }],
      smooch: configuredSecret,
    });
    stand.secrets.push(DEVELOPMENT_KEY.secret);
    const reads = () => stand.chatbot.control.journal.listRaw({ endpoint: 'data' }).length;
    await expect.poll(reads).toBe(1);
    publish(stand, { production: [{ key: DEVELOPMENT_KEY.id, secret: DEVELOPMENT_KEY.secret }] });
    const hold = stand.chatbot.control.faults.add({ endpoint: 'data', effect: { kind: 'hold' } });
    const users = Array.from({ length: 5 }, () => stand.user());
    await Promise.all(users.map((user) => stand.post(messageBody(user, 'hello'))));
    await stand.smooch.control.journal.waitFor({ endpoint: 'message', status: 401 }, { count: 5 });
    stand.chatbot.control.faults.release(hold);
    await Promise.all(users.map((user) => stand.waitForTexts(user, 1)));
    expect(reads()).toBe(2);
  });

  test('refreshes it once however many calls are refused; the turns wait', async () => {
    const stand = await startWebhookStand({
      apps: [{ id: APP_ID, keys: [DEVELOPMENT_KEY] }],
      smooch: configuredSecret,
    });
    const reads = () => stand.chatbot.control.journal.listRaw({ endpoint: 'data' }).length;
    await expect.poll(reads).toBe(1);
    const users = Array.from({ length: 5 }, () => stand.user());
    await Promise.all(users.map((user) => stand.post(messageBody(user, 'hello'))));
    await expect.poll(() => stand.logLines('a turn waits').length, { timeout: 10_000 }).toBe(5);
    expect(reads()).toBe(2);
    expect((await stand.readiness()).body.open).toBe(5);
  });
});
