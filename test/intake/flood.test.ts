import { describe, expect, test } from 'vitest';
import { createMovableClock } from '../support/movable-clock.ts';
import { envelopeOf, messageBody, postbackBody, pressOf, textMessage } from '../support/smooch-bodies.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

const MINUTE = 60_000;

async function deliverTexts(stand: WebhookStand, user: { id: string; appId: string }, texts: string[]) {
  for (const text of texts) expect((await stand.post(messageBody(user, text))).status).toBe(200);
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `text ${index + 1}`);
const floodLines = (stand: WebhookStand) => stand.logLines('flood');

describe('too many events of one conversation that wait', () => {
  const server = { flood: { waiting: 3, per_minute: 0 } };

  test('are 200, ignored, one log line each; the others are handled', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    const release = stand.holdBot();
    await deliverTexts(stand, user, numbered(5));
    expect(floodLines(stand)).toEqual([
      expect.objectContaining({ level: 'warn', ignored: 1, msg: expect.stringContaining('server.flood') }),
      expect.objectContaining({ ignored: 1 }),
    ]);
    release();
    await stand.idle();
    expect(stand.asked()).toEqual(numbered(3));
  });

  test('are taken again once some were handled', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    await deliverTexts(stand, user, numbered(3));
    await stand.idle();
    await deliverTexts(stand, user, ['later']);
    await stand.idle();
    expect(stand.asked()).toEqual([...numbered(3), 'later']);
    expect(floodLines(stand)).toEqual([]);
  });

  test('count postbacks too', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    const release = stand.holdBot();
    await deliverTexts(stand, user, numbered(3));
    await stand.post(postbackBody(user, pressOf({ text: 'More' })));
    expect(floodLines(stand)).toHaveLength(1);
    release();
    await stand.idle();
  });

  test('do not touch another conversation', async () => {
    const stand = await startWebhookStand({ server });
    const [robot, person] = [stand.user(), stand.user()];
    const release = stand.holdBot('text');
    await deliverTexts(stand, robot, numbered(10));
    await deliverTexts(stand, person, ['hello']);
    expect(await stand.waitForTexts(person, 1)).toHaveLength(1);
    release();
    await stand.idle();
  });

  test('in one payload: what fits is taken, one log line for the rest', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    expect((await stand.post(messageBody(user, ...numbered(5)))).status).toBe(200);
    await stand.idle();
    expect(stand.asked()).toEqual(numbered(3));
    expect(floodLines(stand)).toEqual([expect.objectContaining({ ignored: 2 })]);
  });

  test('at the same moment: no more than the limit is taken', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    await deliverTexts(stand, user, ['hello']);
    await stand.idle();
    const release = stand.holdBot();
    await Promise.all(numbered(10).map((text) => stand.post(messageBody(user, text))));
    expect((await stand.readiness()).body.open).toBe(3);
    release();
    await stand.idle();
  });

  test('do not keep the deletion of the user out', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    const release = stand.holdBot();
    await deliverTexts(stand, user, numbered(3));
    expect((await stand.post(envelopeOf(user, 'appUser:delete', { timestamp: 1612345690.1 }))).status).toBe(200);
    expect(floodLines(stand)).toEqual([]);
    expect((await stand.readiness()).body.open).toBe(4);
    release();
    await stand.idle();
  });
});

describe('too many events of one conversation in a minute', () => {
  const server = { flood: { waiting: 0, per_minute: 5 } };

  test('are 200, ignored, one log line each; the others are handled', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ server, clock });
    const user = stand.user();
    await deliverTexts(stand, user, numbered(7));
    await stand.idle();
    expect(stand.asked()).toEqual(numbered(5));
    expect(floodLines(stand)).toHaveLength(2);
    clock.advance(MINUTE);
    await deliverTexts(stand, user, ['a minute later']);
    await stand.idle();
    expect(stand.asked()).toEqual([...numbered(5), 'a minute later']);
  });

  test('count by arrival in any minute, not by the clock on the wall', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ server, clock });
    const user = stand.user();
    await deliverTexts(stand, user, numbered(3));
    clock.advance(40_000);
    await deliverTexts(stand, user, ['fourth', 'fifth', 'ignored']);
    clock.advance(25_000);
    await deliverTexts(stand, user, ['sixth', 'seventh', 'eighth', 'ignored too']);
    await stand.idle();
    expect(stand.asked()).toEqual([...numbered(3), 'fourth', 'fifth', 'sixth', 'seventh', 'eighth']);
  });

  test('do not count what is ignored, or a duplicate', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    const message = textMessage('hello');
    for (let i = 0; i < 10; i += 1) await stand.post(messageBody(user, message));
    for (let i = 0; i < 10; i += 1) await stand.post(messageBody(user, ' '));
    await deliverTexts(stand, user, numbered(4));
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', ...numbered(4)]);
    expect(floodLines(stand)).toEqual([]);
  });

  test('are remembered over a restart', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    await deliverTexts(stand, user, numbered(5));
    await stand.idle();
    await stand.restart();
    await deliverTexts(stand, user, ['one too many']);
    await stand.idle();
    expect(stand.asked()).toEqual(numbered(5));
  });

  test('an event that was refused stays refused when it is delivered again within the minute', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    await deliverTexts(stand, user, numbered(5));
    const body = messageBody(user, 'one too many');
    for (let i = 0; i < 3; i += 1) expect((await stand.post(body)).status).toBe(200);
    await stand.idle();
    expect(stand.asked()).toEqual(numbered(5));
  });
});

describe('the limits', () => {
  test('are 100 waiting and 30 in a minute unless the configuration says otherwise', async () => {
    const stand = await startWebhookStand({ conf: { 'custom/server.yaml': { host: '127.0.0.1' } } });
    const user = stand.user();
    await deliverTexts(stand, user, numbered(32));
    await stand.idle();
    expect(stand.asked()).toEqual(numbered(30));
    expect(floodLines(stand)).toHaveLength(2);
  });

  test('by waiting, 100', async () => {
    const stand = await startWebhookStand({
      conf: { 'custom/server.yaml': { host: '127.0.0.1', flood: { per_minute: 0 } } },
    });
    const user = stand.user();
    const release = stand.holdBot();
    await deliverTexts(stand, user, numbered(102));
    expect((await stand.readiness()).body.open).toBe(100);
    release();
    await stand.idle();
  });

  test('0 switches one off', async () => {
    const stand = await startWebhookStand({ server: { flood: { waiting: 0, per_minute: 0 } } });
    const user = stand.user();
    const release = stand.holdBot();
    await deliverTexts(stand, user, numbered(120));
    expect((await stand.readiness()).body.open).toBe(120);
    expect(floodLines(stand)).toEqual([]);
    release();
    await stand.idle();
    expect(stand.asked()).toEqual(numbered(120));
  });
});

describe('over server.max_waiting events that wait in all', () => {
  const server = { max_waiting: 3 };

  test('a further one is 503 until some were handled', async () => {
    const stand = await startWebhookStand({ server });
    const users = Array.from({ length: 3 }, () => stand.user());
    const late = stand.user();
    const release = stand.holdBot();
    for (const user of users) await deliverTexts(stand, user, ['hello']);
    const body = messageBody(late, 'late');
    expect(await stand.post(body)).toMatchObject({
      status: 503,
      headers: expect.objectContaining({ 'retry-after': '30' }),
    });
    expect(stand.logLines('server.max_waiting')).toHaveLength(1);
    expect(stand.dataHolds('late')).toBe(false);
    release();
    await stand.idle();
    expect((await stand.post(body)).status).toBe(200);
    expect(await stand.waitForTexts(late, 1)).toHaveLength(1);
    await stand.idle();
  });

  test('a payload is taken whole or not at all', async () => {
    const stand = await startWebhookStand({ server });
    const user = stand.user();
    const release = stand.holdBot();
    await deliverTexts(stand, user, ['one', 'two']);
    const body = messageBody(user, 'three', 'four');
    expect((await stand.post(body)).status).toBe(503);
    release();
    await stand.idle();
    expect((await stand.post(body)).status).toBe(200);
    await stand.idle();
    expect(stand.asked()).toEqual(['one', 'two', 'three', 'four']);
  });

  test('it is 50,000 by default', async () => {
    const stand = await startWebhookStand();
    stand.holdBot();
    // As many as one body may hold.
    const manyMessages = () => Array.from({ length: 100 }, () => textMessage('hello'));
    for (let i = 0; i < 500; i += 1) {
      expect((await stand.post(messageBody(stand.user(), ...manyMessages()))).status).toBe(200);
    }
    expect((await stand.readiness()).body.open).toBe(50_000);
    expect((await stand.post(messageBody(stand.user(), 'one more'))).status).toBe(503);
  }, 90_000);
});
