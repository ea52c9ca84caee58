import { describe, expect, onTestFinished, test } from 'vitest';
import { mountSmallDisk, noSmallDisk } from '../support/small-disk.ts';
import { envelopeOf, messageBody } from '../support/smooch-bodies.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

const NOT_NOW = { status: 503, headers: expect.objectContaining({ 'retry-after': '30' }) };

async function startOnSmallDisk(server = {}) {
  const disk = mountSmallDisk();
  const stand = await startWebhookStand({ dataDir: disk.path, server });
  // Whatever became of the test: the stand is stopped with room on its disk.
  onTestFinished(() => disk.free());
  return { disk, stand };
}

/** A stand on a small disk that has answered a first question. */
async function startConversation(server = {}) {
  const { disk, stand } = await startOnSmallDisk(server);
  const user = stand.user();
  await stand.post(messageBody(user, 'hello'));
  await stand.waitForTexts(user, 1);
  await stand.idle();
  return { disk, stand, user };
}

const untilTaken = (stand: WebhookStand, body: unknown) =>
  expect.poll(async () => (await stand.post(body)).status, { timeout: 10_000 }).toBe(200);

describe.skipIf(noSmallDisk)('while the store cannot write', () => {
  test('a webhook is 503, and taken when there is room again', async () => {
    const { disk, stand, user } = await startConversation();
    disk.fill();
    const body = messageBody(user, 'said to a full disk');
    for (let i = 0; i < 5; i += 1) expect(await stand.post(body)).toMatchObject(NOT_NOW);
    expect(stand.logLines('"status":503').map(({ msg }) => msg)).toContainEqual(expect.stringContaining('full'));
    disk.free();
    await untilTaken(stand, body);
    expect(await stand.waitForTexts(user, 2)).toHaveLength(2);
    await stand.restart();
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'said to a full disk']);
    expect(user.received).toHaveLength(2);
  });

  test('many webhooks at once are all 503', async () => {
    const { disk, stand } = await startConversation();
    disk.fill();
    const bodies = Array.from({ length: 30 }, () => messageBody(stand.user(), 'said to a full disk'));
    const answers = await Promise.all(bodies.map((body) => stand.post(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    disk.free();
    for (const body of bodies) await untilTaken(stand, body);
    await stand.idle();
    expect(stand.asked().filter((text) => text === 'said to a full disk')).toHaveLength(30);
  });

  test('what was refused does not count as arrived: it is no flood when it comes again', async () => {
    const { disk, stand, user } = await startConversation({ flood: { waiting: 0, per_minute: 3 } });
    disk.fill();
    const body = messageBody(user, 'said to a full disk');
    for (let i = 0; i < 5; i += 1) expect(await stand.post(body)).toMatchObject(NOT_NOW);
    disk.free();
    await untilTaken(stand, body);
    expect((await stand.post(messageBody(user, 'and another'))).status).toBe(200);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'said to a full disk', 'and another']);
  });

  test('readiness fails and says why, and comes back', async () => {
    const { disk, stand, user } = await startConversation();
    disk.fill();
    await stand.post(messageBody(user, 'said to a full disk'));
    expect(await stand.readiness()).toMatchObject({
      status: 503,
      body: { status: 'not ready', problem: expect.stringContaining('disk') },
    });
    disk.free();
    await expect.poll(async () => (await stand.readiness()).status, { timeout: 10_000 }).toBe(200);
  });

  test('no turn goes on, and none is lost: its answer comes once, when there is room again', async () => {
    const { disk, stand, user } = await startConversation();
    const release = stand.holdBot();
    await stand.post(messageBody(user, 'asked before'));
    await stand.waitForQuestions(2);
    disk.fill();
    release();
    await expect.poll(async () => (await stand.readiness()).status, { timeout: 10_000 }).toBe(503);
    expect(user.received).toHaveLength(1);
    disk.free();
    await stand.waitForTexts(user, 2);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'asked before']);
    expect(user.received).toHaveLength(2);
  });

  test('a delivery event is 503 too', async () => {
    const { disk, stand, user } = await startConversation();
    disk.fill();
    const more = { message: { _id: user.received[0]?._id }, isFinalEvent: true, timestamp: 1612345691 };
    expect(await stand.post(envelopeOf(user, 'message:delivery:user', more))).toMatchObject(NOT_NOW);
  }, 10_000);

  test('secrets that were just discovered do not hold the webhook up: 503', async () => {
    const { disk, stand } = await startOnSmallDisk();
    disk.fill();
    expect(await stand.post(messageBody(stand.user(), 'hello'))).toMatchObject(NOT_NOW);
  }, 10_000);

  test('the connector can be stopped, and a turn under way goes on after the next start', async () => {
    const { disk, stand, user } = await startConversation();
    const release = stand.holdBot();
    await stand.post(messageBody(user, 'asked before'));
    await stand.waitForQuestions(2);
    disk.fill();
    release();
    await expect.poll(async () => (await stand.readiness()).status, { timeout: 10_000 }).toBe(503);
    await stand.connector.stop();
    disk.free();
    await stand.restart();
    await stand.waitForTexts(user, 2);
    await stand.idle();
    expect(user.received).toHaveLength(2);
    // A turn may take 30 s to stop.
  }, 60_000);

  test('the connector can be stopped when nothing is under way', async () => {
    const { disk, stand, user } = await startConversation();
    disk.fill();
    expect(await stand.post(messageBody(user, 'said to a full disk'))).toMatchObject(NOT_NOW);
    await stand.connector.stop();
  });
});
