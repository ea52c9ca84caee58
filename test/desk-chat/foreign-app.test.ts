import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEVELOPMENT_KEY, keyOf, twoKeyPairs } from '../environment/environment-stand.ts';
import { DESK_EVENTS, type DeskStand, type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { APP_ID, SMOOCH_KEY } from '../support/stand.ts';
import { openChatElsewhere } from './post-to-desk.ts';
import { visitorOf } from './visitor.ts';

/** An app of Smooch that another installation serves; both installations share the app of HyperChat. */
const OTHER_APP = '5f00000000000000000000b2';
const OTHER_KEY = { id: 'app_key_of_others', secret: 'secret-of-others' };
const USER = '6b0397454a7bc6f2d8441f34';

const askedForWebhooks = (stand: DeskStand, appId = OTHER_APP) =>
  stand.smooch.control.journal
    .listRaw()
    .filter(({ method, path }) => method === 'GET' && path.endsWith(`/${appId}/webhooks`));

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand({
    apps: [
      { id: APP_ID, keys: [SMOOCH_KEY] },
      { id: OTHER_APP, keys: [OTHER_KEY] },
    ],
    ...options,
  });
  stand.secrets.push(OTHER_KEY.secret);
  const ana = visitorOf(stand);
  const { id } = await ana.meetsCarla();
  const chat = await openChatElsewhere(stand, `smooch-${OTHER_APP}-${USER}`);
  await stand.settled();
  stand.smooch.control.journal.clear();
  return { stand, ana, id, chat };
}

/** What comes of events of the other app's chat and of ours, sent in turn. */
async function mixed({ stand, ana, id, chat }: Awaited<ReturnType<typeof start>>): Promise<string[]> {
  stand.carla.join(chat);
  return ana.sees(() => {
    for (const text of ['One', 'Two', 'Three']) {
      stand.carla.say(chat, `${text} of theirs`);
      stand.carla.say(id, text);
    }
  });
}

describe('a chat of a user of an app that never came here', () => {
  test('whose webhooks our key does not open is nothing, and makes nobody wait', async () => {
    const started = await start();
    expect(await mixed(started)).toEqual(['One', 'Two', 'Three']);
    const { stand } = started;
    expect(askedForWebhooks(stand).length).toBeLessThanOrEqual(2);
    expect(stand.smooch.control.journal.listRaw({ endpoint: 'message' })).toHaveLength(3);
    expect(stand.logged('a turn waits')).toEqual([]);
    expect(stand.logged('a turn was set aside')).toEqual([]);
    const { warnings } = (await (await fetch(`${stand.connector.url}/readyz`)).json()) as { warnings?: string[] };
    expect(warnings).toBeUndefined();
  });

  test.each([
    ['none', []],
    ['one of another server', ['https://bot.example.com/smooch']],
    ['one with the same path on another port', ['http://127.0.0.1:9/smooch_chatbot_template/server.php']],
  ])('whose webhooks lead elsewhere is nothing: %s', async (_name, targets) => {
    const started = await start({
      apps: [
        { id: APP_ID, keys: [SMOOCH_KEY] },
        { id: OTHER_APP, keys: [SMOOCH_KEY] },
      ],
    });
    const { stand } = started;
    for (const target of targets) {
      stand.smooch.control.addWebhook({ target, triggers: ['message:appUser'], secret: 'x' }, OTHER_APP);
    }
    expect(await mixed(started)).toEqual(['One', 'Two', 'Three']);
    expect(askedForWebhooks(stand)).toHaveLength(1);
    expect(stand.smooch.control.journal.listRaw({ endpoint: 'message' })).toHaveLength(3);
  });

  test('while Smooch cannot be asked, is nothing either', async () => {
    const started = await start();
    const effect = { kind: 'respond', status: 503 } as const;
    started.stand.smooch.control.faults.add({ endpoint: 'webhooks', effect, times: 'always' });
    expect(await mixed(started)).toEqual(['One', 'Two', 'Three']);
  });
});

test('after the data folder was lost, a chat goes on in the environment to which the webhook of its app leads', async () => {
  const rule = { type: 'script_name', regex: '/^\\/smooch_chatbot_template\\//' };
  const stand = await startDeskStand({
    webhook: false,
    apps: [{ id: APP_ID, keys: [SMOOCH_KEY, DEVELOPMENT_KEY] }],
    chatbot: { extraInfo: twoKeyPairs },
    conf: { 'custom/environments.yaml': { development: rule } },
  });
  stand.secrets.push(DEVELOPMENT_KEY.secret);
  const row = await stand.desk.control.webhooks.register({
    target: `${stand.connector.url}/desk`,
    events: DESK_EVENTS,
  });
  const ana = visitorOf(stand);
  const { id } = await ana.meetsCarla();
  await stand.connector.stop();
  for (const name of readdirSync(stand.dataDir)) rmSync(join(stand.dataDir, name), { recursive: true });
  await stand.restart();
  await stand.desk.control.webhooks.save(row.id);
  stand.smooch.control.journal.clear();
  expect(await ana.sees(() => stand.carla.say(id, 'Still there?'))).toEqual(['Still there?']);
  const keys = stand.smooch.control.journal.listRaw({ endpoint: 'message' }).map(keyOf);
  expect(keys).toEqual([DEVELOPMENT_KEY.id]);
});
