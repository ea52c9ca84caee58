import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

let api: TestApi;
let receiver: WebhookReceiver;

beforeEach(async () => {
  [api, receiver] = await Promise.all([startTestApi({ delivery: { retrySpacingMs: [1] } }), startWebhookReceiver()]);
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

test('the trigger * may have typing in it', async () => {
  const { control } = api.simulator;
  control.addWebhook({ target: receiver.url, triggers: ['*'] });
  const user = control.createUser({ platform: 'web' });
  user.act({ do: 'typing' });
  control.settings.starIncludesTyping = true;
  user.act({ do: 'typing', activity: 'typing:stop' });
  await control.webhooks.idle();
  expect(receiver.received.map(({ body }) => body)).toMatchObject([{ activity: { type: 'typing:stop' } }]);
});

test('which answers are never repeated can be changed over HTTP', async () => {
  const { control } = api.simulator;
  control.addWebhook({ target: receiver.url, triggers: ['message:appUser'] });
  receiver.answer = () => 410;
  const user = control.createUser({ platform: 'web' });
  user.say('one');
  await control.webhooks.idle();
  expect(control.webhooks.log.counts()).toMatchObject({ gaveUp: 1, refused: 0, attempts: 2 });
  const body = JSON.stringify({ webhooks: { neverRepeated: [410] } });
  expect((await api.fetch('/sandbox/settings', { method: 'PUT', body })).status).toBe(200);
  user.say('two');
  await control.webhooks.idle();
  expect(control.webhooks.log.counts()).toMatchObject({ gaveUp: 1, refused: 1, attempts: 3 });
});
