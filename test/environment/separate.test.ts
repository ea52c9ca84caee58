import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { APP_ID, SMOOCH_KEY, WEBHOOK_SECRET } from '../support/stand.ts';
import { DEVELOPMENT_KEY, keyOf, openedIn, sentWith, startEnvironmentStand } from './environment-stand.ts';

const dev = { headers: { host: 'dev.example.com' } };

describe('one server serves all environments, and keeps them apart', () => {
  test('each has its own session with the bot, also for the same user', async () => {
    const stand = await startEnvironmentStand();
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 1);
    await stand.post(messageBody(user, 'hello'), dev);
    await stand.waitForTexts(user, 2);
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 3);
    expect(openedIn(stand)).toEqual(['production', 'development']);
    const sessions = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).map(({ sessionId }) => sessionId);
    expect(sessions[0]).toBe(sessions[2]);
    expect(sessions[1]).not.toBe(sessions[0]);
    await stand.idle();
  });

  test('each has its own lane for the same user: one that is slow does not hold up the other', async () => {
    const stand = await startEnvironmentStand();
    const user = stand.user();
    const release = stand.holdBot('slow');
    await stand.post(messageBody(user, 'slow'));
    await stand.waitForQuestions(1);
    await stand.post(messageBody(user, 'hello'), dev);
    expect(await stand.waitForTexts(user, 1)).toHaveLength(1);
    release();
    await stand.idle();
    expect(user.received).toHaveLength(2);
  });

  test('each counts duplicates for itself', async () => {
    const stand = await startEnvironmentStand();
    const user = stand.user();
    const body = messageBody(user, 'hello');
    for (const delivery of [{}, dev, {}, dev]) expect((await stand.post(body, delivery)).status).toBe(200);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'hello']);
    expect(openedIn(stand).sort()).toEqual(['development', 'production']);
  });

  test('each counts a flood for itself', async () => {
    const stand = await startEnvironmentStand({ server: { flood: { waiting: 0, per_minute: 2 } } });
    const user = stand.user();
    for (let i = 0; i < 3; i += 1) await stand.post(messageBody(user, 'hello'));
    for (let i = 0; i < 2; i += 1) await stand.post(messageBody(user, 'hello'), dev);
    await stand.idle();
    expect(stand.asked()).toHaveLength(4);
    expect(stand.logLines('flood')).toHaveLength(1);
  });

  test('each keeps its own list of webhook secrets', async () => {
    const stand = await startEnvironmentStand();
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.post(messageBody(user, 'hello'), dev);
    expect(stand.secretLookUps().map(keyOf)).toEqual([SMOOCH_KEY.id, DEVELOPMENT_KEY.id]);
    await stand.idle();
    await stand.connector.stop();
    const store = await openSqliteStore({ folder: stand.dataDir });
    const kept = await store.list('webhook-secrets');
    await store.close();
    expect(kept.map(({ key }) => key)).toEqual([`development:${APP_ID}`, `production:${APP_ID}`]);
  });

  test('each has its own configured secrets', async () => {
    const secret = 'webhook-secret-of-development';
    const stand = await startEnvironmentStand({ files: { 'development/smooch.yaml': { webhook_secrets: [secret] } } });
    stand.secrets.push(secret);
    const user = stand.user();
    const status = async (key: string, delivery: object) =>
      (await stand.post(messageBody(user, 'hello'), { ...delivery, key })).status;
    expect(await status(secret, dev)).toBe(200);
    expect(await status(WEBHOOK_SECRET, dev)).toBe(401);
    expect(await status(secret, {})).toBe(401);
    expect(await status(WEBHOOK_SECRET, {})).toBe(200);
    await stand.idle();
  });

  test('a restart does not mix up what was waiting', async () => {
    const stand = await startEnvironmentStand();
    const user = stand.user();
    stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 503 }, times: 2 });
    await stand.post(messageBody(user, 'hello'), dev);
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForQuestions(2);
    await stand.restart();
    await stand.waitForTexts(user, 2);
    await stand.idle();
    expect(sentWith(stand).slice(-2).sort()).toEqual([DEVELOPMENT_KEY.id, SMOOCH_KEY.id].sort());
  });
});

describe('the environment decides the Smooch key pair', () => {
  test('from ExtraInfo', async () => {
    const stand = await startEnvironmentStand();
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 1);
    await stand.post(messageBody(user, 'hello'), dev);
    await stand.waitForTexts(user, 2);
    await stand.idle();
    expect(sentWith(stand)).toEqual([SMOOCH_KEY.id, DEVELOPMENT_KEY.id]);
  });

  test('from its own configuration', async () => {
    const app_tokens = { key: DEVELOPMENT_KEY.id, secret: DEVELOPMENT_KEY.secret };
    const stand = await startEnvironmentStand({
      chatbot: { extraInfo: {} },
      smooch: { app_tokens: { key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret } },
      files: { 'development/smooch.yaml': { app_tokens } },
    });
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 1);
    await stand.post(messageBody(user, 'hello'), dev);
    await stand.waitForTexts(user, 2);
    expect(sentWith(stand)).toEqual([SMOOCH_KEY.id, DEVELOPMENT_KEY.id]);
  });
});
