import { expect, test } from 'vitest';
import { newObjectId } from '../../sandbox/smooch/object-id.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { APP_ID, WEBHOOK_SECRET } from '../support/stand.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

const MINUTE = 60_000;
const PEOPLE = 20;
/** For machines that do something else beside. */
const TIMEOUT = 120_000;

/** Posts webhooks of apps that nobody has heard of, many at once. @returns the answers' statuses */
async function invent(stand: WebhookStand, count: number, more: { path?: string; key?: string } = {}) {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += PEOPLE) {
    const posts = Array.from({ length: PEOPLE }, () =>
      stand.post(messageBody({ appId: newObjectId(), id: newObjectId() }, 'hello'), more),
    );
    for (const { status } of await Promise.all(posts)) statuses.push(status);
  }
  return statuses;
}

const appsAsked = (stand: WebhookStand) => stand.secretLookUps().map(({ path }) => path);

test.each([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'app_not_found'],
  [500, 'internal'],
])(
  '500 invented app ids cost ten calls to Smooch a minute when it says %i, each app one',
  async (status, code) => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const body = { error: { code, description: 'no' } };
    stand.smooch.control.faults.add({
      endpoint: 'webhooks',
      effect: { kind: 'respond', status, body },
      times: 'always',
    });
    expect(new Set(await invent(stand, 500))).toEqual(new Set([503]));
    expect(appsAsked(stand)).toHaveLength(10);
    clock.advance(MINUTE);
    await invent(stand, 100);
    expect(appsAsked(stand)).toHaveLength(20);
    expect(new Set(appsAsked(stand)).size).toBe(20);
  },
  TIMEOUT,
);

test('nor do the same ones again cost more, nor the ids of our app in upper case or on other paths', async () => {
  const stand = await startWebhookStand();
  const body = { error: { code: 'unauthorized', description: 'no' } };
  stand.smooch.control.faults.add({
    endpoint: 'webhooks',
    effect: { kind: 'respond', status: 401, body },
    times: 'always',
  });
  const apps = [APP_ID, APP_ID.toUpperCase(), newObjectId()];
  for (let i = 0; i < 60; i += 1) {
    await stand.post(messageBody({ appId: apps[i % 3]!, id: newObjectId() }, 'hello'), { path: `/${i}` });
  }
  expect(appsAsked(stand)).toHaveLength(3);
});

test('who is known is served meanwhile, and a webhook that was made anew as well', async () => {
  const clock = createMovableClock();
  const stand = await startWebhookStand({ clock });
  const user = stand.user();
  expect((await stand.post(messageBody(user, 'hello'))).status).toBe(200);
  clock.advance(MINUTE);
  // Whoever is asked for takes his time, so that all that is allowed is under way.
  const hold = stand.smooch.control.faults.add({ endpoint: 'webhooks', effect: { kind: 'hold' }, times: 'always' });
  const strangers = invent(stand, PEOPLE);
  await stand.smooch.control.journal.waitFor({ endpoint: 'webhooks' }, { count: 11 });
  expect((await stand.post(messageBody(user, 'hello again'))).status).toBe(200);
  stand.smooch.control.faults.clear();
  stand.smooch.control.addWebhook({ target: stand.connector.url, triggers: [], secret: 'the-secret-made-anew' });
  stand.secrets.push('the-secret-made-anew', WEBHOOK_SECRET);
  expect((await stand.post(messageBody(user, 'and again'), { key: 'the-secret-made-anew' })).status).toBe(200);
  stand.smooch.control.faults.release(hold);
  expect(new Set(await strangers)).toEqual(new Set([503]));
  await stand.idle();
});
