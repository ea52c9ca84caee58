import { expect, test } from 'vitest';
import { DEVELOPMENT_KEY, keyOf, twoKeyPairs } from '../environment/environment-stand.ts';
import { armWebhook } from '../support/arm-webhook.ts';
import { DESK_EVENTS, startDeskStand } from '../support/desk-stand.ts';
import { APP_ID, SMOOCH_KEY } from '../support/stand.ts';
import { CARLA_JOINED, CHAT_CLOSED, HELLO } from './phrases.ts';
import { visitorOf } from './visitor.ts';

/** Users come in development; HyperChat has one webhook, and that leads to production. */
async function start() {
  const stand = await startDeskStand({
    webhook: false,
    apps: [{ id: APP_ID, keys: [SMOOCH_KEY, DEVELOPMENT_KEY] }],
    chatbot: { extraInfo: twoKeyPairs },
    conf: {
      'custom/environments.yaml': { development: { type: 'script_name', regex: '/^\\/smooch_chatbot_template\\//' } },
    },
  });
  stand.secrets.push(DEVELOPMENT_KEY.secret);
  await stand.desk.control.webhooks.register({ target: `${stand.connector.url}/desk`, events: DESK_EVENTS });
  return { stand, ana: visitorOf(stand) };
}

test('an event belongs to the environment of its chat, wherever it arrives', async () => {
  const { stand, ana } = await start();
  const { id } = await ana.meetsCarla();
  expect(ana.seen()).toContain(CARLA_JOINED);
  expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
  await ana.says('Hello Carla');
  expect(ana.said()).toEqual(['Hello Carla']);
  const keys = stand.smooch.control.journal.listRaw({ endpoint: 'message' }).map(keyOf);
  expect(new Set(keys)).toEqual(new Set([DEVELOPMENT_KEY.id]));
});

test('so does its typing', async () => {
  const { stand, ana } = await start();
  const { id } = await ana.meetsCarla();
  stand.smooch.control.journal.clear();
  stand.carla.typing(id, true);
  const [activity] = await stand.smooch.control.journal.waitFor({ endpoint: 'activity' });
  expect(activity && keyOf(activity)).toBe(DEVELOPMENT_KEY.id);
  await ana.sees(() => stand.carla.close(id));
  expect(await ana.says('hello')).toEqual([HELLO]);
});

test('with a webhook for each environment everything is told twice, and comes once', async () => {
  const { stand, ana } = await start();
  const { webhooks } = stand.desk.control;
  const path = `/smooch_chatbot_template${await armWebhook(stand, { add: true })}`;
  await webhooks.register({ target: `${stand.connector.url}${path}`, events: DESK_EVENTS });
  const { id } = await ana.opensChat();
  stand.desk.control.invite(id, 'u_carla');
  expect(await ana.sees(() => stand.carla.accept(id))).toEqual([CARLA_JOINED]);
  expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
  expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
  expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
});
