import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heardByBot, timesHeard } from '../support/bot-record.ts';
import { type SharedStand, startSharedStand } from '../support/shared-stand.ts';
import { waitUntil } from '../support/wait-until.ts';

let stand: SharedStand;
beforeAll(async () => {
  stand = await startSharedStand({ instances: 3 });
}, 60_000);
afterAll(() => stand?.stop());

const turnsOf = (instance: number) => stand.log(instance).filter(({ msg }) => msg === 'turn');

describe('three instances on one empty database', () => {
  test('start together: one makes the tables, all come up', async () => {
    for (const instance of stand.instances) {
      const answer = await fetch(`${instance.url}/readyz`);
      expect(await answer.json()).toEqual({ status: 'ready', open: 0 });
    }
  });

  test('a user is answered, whichever instance is asked', async () => {
    const user = stand.user();
    expect(await stand.exchange(user, 'hello', 1)).toHaveLength(1);
    expect(await stand.exchange(user, 'opening hours', 2)).toHaveLength(2);
  });

  test('share the work, and none handles what another handles', async () => {
    const users = Array.from({ length: 60 }, () => stand.user());
    for (const user of users) user.say('hello');
    await Promise.all(users.map((user) => stand.smooch.control.waitForMessages(user.id, 1)));
    await stand.allDone();
    for (const user of users) expect(stand.texts(user)).toHaveLength(1);
    const counts = [0, 1, 2].map((instance) => turnsOf(instance).length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  test('what one user writes is asked in its order, although each message comes to another instance', async () => {
    const user = stand.user();
    const texts = Array.from({ length: 12 }, (_, index) => `question ${index + 1} of one user`);
    for (const text of texts) {
      user.say(text);
      const { log } = stand.smooch.control.webhooks;
      await waitUntil(`"${text}" is stored`, () => log.list({ userId: user.id, state: 'waiting' }).length === 0);
    }
    await stand.allDone();
    expect((await heardByBot(stand.chatbot)).filter((text) => texts.includes(text))).toEqual(texts);
  });

  test('the same webhook at all of them is handled once', async () => {
    const user = stand.user();
    stand.smooch.control.webhooks.settings.copies = 3;
    user.say('only once');
    await waitUntil('it is handled', async () => (await timesHeard(stand.chatbot, 'only once')) > 0);
    await stand.allDone();
    expect(await timesHeard(stand.chatbot, 'only once')).toBe(1);
    expect(stand.texts(user)).toHaveLength(1);
    stand.smooch.control.webhooks.settings.copies = 0;
  });
});
