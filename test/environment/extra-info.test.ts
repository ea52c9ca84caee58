import { describe, expect, test } from 'vitest';
import { createMovableClock } from '../support/movable-clock.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { APP_ID, SMOOCH_KEY } from '../support/stand.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';
import { DEVELOPMENT_KEY, sentWith } from './environment-stand.ts';

const MINUTE = 60_000;

const reads = (stand: WebhookStand) => stand.chatbot.control.journal.listRaw({ endpoint: 'data', finished: true });

/** The group cannot be read any more; the bot itself answers. */
const breakExtraInfo = (stand: WebhookStand) =>
  stand.chatbot.control.faults.add({ endpoint: 'data', effect: { kind: 'respond', status: 502 }, times: 'always' });

async function exchange(stand: WebhookStand, text = 'hello'): Promise<void> {
  const user = stand.user();
  expect((await stand.post(messageBody(user, text))).status).toBe(200);
  await stand.waitForTexts(user, 1);
}

/** From now on ExtraInfo names another key of the app. */
function publishOtherKey(stand: WebhookStand): void {
  const { id: key, secret } = DEVELOPMENT_KEY;
  stand.chatbot.control.setExtraInfo('smooch', 'app_tokens', { production: [{ key, secret }] });
  stand.secrets.push(secret);
}

const bothKeys = { apps: [{ id: APP_ID, keys: [SMOOCH_KEY, DEVELOPMENT_KEY] }] };

describe('ExtraInfo is cached 30 minutes', () => {
  test('within them it is not read again', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    await exchange(stand);
    clock.advance(29 * MINUTE);
    await exchange(stand);
    expect(reads(stand)).toHaveLength(1);
  });

  test('after them it is refreshed in the background: the turn does not wait for it', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock, ...bothKeys });
    await exchange(stand);
    publishOtherKey(stand);
    const hold = stand.chatbot.control.faults.add({ endpoint: 'data', effect: { kind: 'hold' } });
    clock.advance(30 * MINUTE);
    await exchange(stand);
    expect(sentWith(stand)).toEqual([SMOOCH_KEY.id, SMOOCH_KEY.id]);
    await stand.chatbot.control.journal.waitFor({ endpoint: 'data' }, { count: 2 });
    stand.chatbot.control.faults.release(hold);
    await expect.poll(() => reads(stand)).toHaveLength(2);
    await expect
      .poll(async () => {
        await exchange(stand);
        return sentWith(stand).at(-1);
      })
      .toBe(DEVELOPMENT_KEY.id);
  });

  test('one refresh serves all', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    await exchange(stand);
    clock.advance(30 * MINUTE);
    await Promise.all(Array.from({ length: 10 }, () => exchange(stand)));
    await stand.idle();
    expect(reads(stand)).toHaveLength(2);
  });
});

describe('the last good copy', () => {
  test('is used while the API is down, and it is asked at most once a minute', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    await exchange(stand);
    breakExtraInfo(stand);
    clock.advance(2 * 60 * MINUTE);
    for (let i = 0; i < 5; i += 1) await exchange(stand);
    await expect.poll(() => reads(stand)).toHaveLength(2);
    expect(stand.logLines('ExtraInfo could not be read')).toEqual([expect.objectContaining({ level: 'warn' })]);
    clock.advance(MINUTE);
    await exchange(stand);
    await expect.poll(() => reads(stand)).toHaveLength(3);
  });

  test('is kept in the store and used at once at start, while the API is down', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    await exchange(stand);
    breakExtraInfo(stand);
    clock.advance(7 * 24 * 60 * MINUTE);
    await stand.restart();
    await exchange(stand);
    expect(sentWith(stand)).toEqual([SMOOCH_KEY.id, SMOOCH_KEY.id]);
  });

  test('is used at once at start, also while the API says nothing', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    await exchange(stand);
    stand.chatbot.control.faults.add({ endpoint: 'data', effect: { kind: 'hold' }, times: 'always' });
    clock.advance(31 * MINUTE);
    await stand.restart();
    await exchange(stand);
    expect(stand.chatbot.control.journal.listRaw({ endpoint: 'data', finished: false })).toHaveLength(1);
  });

  test('is refreshed beside it at every start', async () => {
    const stand = await startWebhookStand(bothKeys);
    await exchange(stand);
    publishOtherKey(stand);
    await stand.restart();
    await expect.poll(() => reads(stand).length).toBe(2);
    await exchange(stand);
    expect(sentWith(stand)).toEqual([SMOOCH_KEY.id, DEVELOPMENT_KEY.id]);
  });

  test('is the newest that was good: a refusal or half an answer does not replace it', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    await exchange(stand);
    for (const body of ['<html></html>', {}, { results: null }, '{"results":[']) {
      stand.chatbot.control.faults.add({ endpoint: 'data', effect: { kind: 'respond', status: 200, body } });
      clock.advance(30 * MINUTE);
      await exchange(stand);
    }
    await expect.poll(() => reads(stand)).toHaveLength(5);
    await exchange(stand);
    await stand.restart();
    await exchange(stand);
  });
});
