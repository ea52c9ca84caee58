import { decodeProtectedHeader } from 'jose';
import { describe, expect, type TestContext, test } from 'vitest';
import { messageBody } from '../support/smooch-bodies.ts';
import { APP_ID, SMOOCH_KEY, type StandOptions, WEBHOOK_SECRET } from '../support/stand.ts';
import { SORRY, startTurnStand, type TurnStand } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE = 60_000;
const OTHER_APP = '5f00000000000000000000b2';
const OTHER_KEY = { id: 'app_other_key_of_the_test', secret: 'other-secret-of-the-test' };
const OTHER_ENVIRONMENT = {
  'custom/environments.yaml': { development: { type: 'script_name', regex: '/^\\/other/' } },
  'development/smooch.yaml': { app_tokens: { key: OTHER_KEY.id, secret: OTHER_KEY.secret } },
};
const DAY = 24 * 60 * MINUTE;
const knowledge = { contents: [{ title: 'Soup', answer: 'Tomato.' }] };

const start = (context: TestContext, options: StandOptions = {}): Promise<TurnStand> =>
  startTurnStand(context, { chatbot: { knowledge }, ...options });

/** Smooch refuses everything about messages until the returned function is called. */
function refuseApp(stand: TurnStand, status: 401 | 402): () => void {
  const { faults } = stand.smooch.control;
  const body = { error: { code: status === 401 ? 'unauthorized' : 'payment_required', description: 'No' } };
  for (const endpoint of ['message', 'activity', 'history'])
    faults.add({ endpoint, effect: { kind: 'respond', status, body }, times: 'always' });
  return () => faults.clear();
}

/** Time goes on: what was put down comes back at the next start. */
async function later(stand: TurnStand, ms: number): Promise<void> {
  stand.clock.advance(ms);
  await stand.restart();
}

const readiness = async (stand: TurnStand) => {
  const response = await fetch(`${stand.connector.url}/readyz`);
  return { status: response.status, body: await response.json() };
};

describe.concurrent('Smooch refuses the app', () => {
  test.for([401, 402] as const)('with %i: the turn waits, and goes on once that is mended', async (status, context) => {
    const stand = await start(context);
    const mend = refuseApp(stand, status);
    const user = stand.user();
    user.say('soup');
    await stand.putDown();
    expect(stand.outcomes()).toEqual([]);
    mend();
    await later(stand, MINUTE);
    await stand.idle();
    expect(stand.texts(user)).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'message')).toHaveLength(1);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test.for([401, 402] as const)('with %i: readiness warns while webhooks are taken', async (status, context) => {
    const stand = await start(context);
    refuseApp(stand, status);
    stand.user().say('soup');
    await stand.putDown();
    expect(await readiness(stand)).toEqual({
      status: 200,
      body: expect.objectContaining({ open: 1, warnings: [expect.stringMatching(`${APP_ID}.*production.*${status}`)] }),
    });
  });

  test.for([401, 402] as const)(
    'with %i for longer than a message may be tried: that time counts in no budget, nor for who waits behind',
    async (status, context) => {
      const stand = await start(context);
      const mend = refuseApp(stand, status);
      const user = stand.user();
      user.say('soup');
      await stand.putDown();
      user.say('soup');
      await stand.smooch.control.webhooks.idle();
      await later(stand, 30 * MINUTE);
      await expectLine(stand, 2);
      await later(stand, 30 * MINUTE);
      await expectLine(stand, 3);
      mend();
      const { faults } = stand.smooch.control;
      const busy = { kind: 'respond', status: 503 } as const;
      faults.add({ endpoint: 'message', effect: busy, times: 2 });
      faults.add({ endpoint: 'message', effect: busy, skip: 1, times: 2 });
      await later(stand, MINUTE);
      await stand.idle();
      expect(stand.texts(user)).toEqual(['Tomato.', 'Tomato.']);
      expect(stand.outcomes()).toEqual(['done', 'done']);
    },
  );

  test('keeps nobody of another app waiting, and only this one is named', async (context) => {
    const stand = await start(context, {
      apps: [
        { id: APP_ID, keys: [SMOOCH_KEY] },
        { id: OTHER_APP, keys: [OTHER_KEY] },
      ],
      conf: OTHER_ENVIRONMENT,
      smooch: { webhook_secrets: [WEBHOOK_SECRET] },
    });
    const matches = ({ path }: { path: string }) => path.includes(APP_ID);
    stand.smooch.control.faults.add({
      endpoint: 'message',
      effect: { kind: 'respond', status: 402 },
      times: 'always',
      matches,
    });
    const [user, other] = [stand.user(), stand.smooch.control.createUser({ platform: 'web', appId: OTHER_APP })];
    user.say('soup');
    await stand.putDown();
    const body = JSON.stringify(messageBody({ appId: OTHER_APP, id: other.id }, 'soup'));
    const headers = { 'x-api-key': WEBHOOK_SECRET, 'content-type': 'application/json' };
    expect((await fetch(`${stand.connector.url}/other`, { method: 'POST', headers, body })).status).toBe(200);
    await waitUntil('the other is answered', () => stand.texts(other).length === 1);
    expect(stand.texts(other)).toEqual(['Tomato.']);
    const { warnings } = (await readiness(stand)).body as { warnings: string[] };
    expect(warnings).toEqual([expect.stringContaining(APP_ID)]);
  });

  test('for a day: the event is parked, and the user is told', async (context) => {
    const stand = await start(context);
    const mend = refuseApp(stand, 402);
    const user = stand.user();
    user.say('soup');
    await stand.putDown();
    mend();
    stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 402 } });
    await later(stand, DAY + MINUTE);
    await stand.idle();
    expect(stand.texts(user)).toEqual([SORRY]);
    expect(stand.outcomes()).toEqual(['parked']);
  });

  test('while the connector is started again and again: waiting is no beginning without an end', async (context) => {
    const stand = await start(context);
    const mend = refuseApp(stand, 401);
    const user = stand.user();
    user.say('soup');
    await stand.putDown();
    for (let restart = 1; restart <= 6; restart += 1) {
      const waits = stand.logged('a turn').length;
      await later(stand, MINUTE);
      await expectLine(stand, waits + 1);
    }
    mend();
    await later(stand, MINUTE);
    await stand.idle();
    expect(stand.texts(user)).toEqual(['Tomato.']);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test('of one conversation after the other: each turn waits in its own lane', async (context) => {
    const stand = await start(context, { server: { concurrency: 1 } });
    const mend = refuseApp(stand, 402);
    const users = [stand.user(), stand.user()];
    for (const user of users) user.say('soup');
    await expectLine(stand, 2);
    mend();
    await later(stand, MINUTE);
    await stand.idle();
    for (const user of users) expect(stand.texts(user)).toEqual(['Tomato.']);
  });
});

/** Waits for so many lines about turns that wait or were set aside. */
async function expectLine(stand: TurnStand, count: number): Promise<void> {
  await waitUntil(`${count} turns wait`, () => stand.logged('a turn').length >= count);
}

describe.concurrent('the key pair of the app', () => {
  const withoutKeys = {
    chatbot: { knowledge, extraInfo: { smooch: {} } },
    smooch: { webhook_secrets: [WEBHOOK_SECRET] },
  };

  test('is missing: the turn waits, and goes on once somebody has published it', async (context) => {
    const stand = await start(context, withoutKeys);
    const user = stand.user();
    user.say('soup');
    await stand.putDown();
    expect(stand.calls('smooch', 'message')).toEqual([]);
    stand.chatbot.control.latency.set('data', 200);
    const pair = [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }];
    stand.chatbot.control.setExtraInfo('smooch', 'app_tokens', { production: pair });
    await later(stand, MINUTE);
    await stand.idle();
    expect(stand.texts(user)).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'message')).toHaveLength(1);
  });

  test('is missing: one error line names the entry to create', async (context) => {
    const stand = await start(context, withoutKeys);
    stand.user().say('soup');
    stand.user().say('soup');
    await expectLine(stand, 2);
    const errors = stand.log.filter(({ level }) => level === 'error');
    expect(errors).toEqual([expect.objectContaining({ msg: expect.stringContaining('app_tokens') })]);
  });

  test('is refused: ExtraInfo is read anew, and a new pair is used at once', async (context) => {
    const newKey = { id: 'app_key_number_two', secret: 'another-smooch-secret-of-the-test' };
    const stand = await start(context, {
      apps: [{ id: APP_ID, keys: [SMOOCH_KEY, newKey] }],
      smooch: { webhook_secrets: [WEBHOOK_SECRET] },
    });
    const user = stand.user();
    await stand.ask(user, 'soup');
    stand.smooch.control.faults.add({
      endpoint: '*',
      effect: { kind: 'respond', status: 401, body: { error: { code: 'unauthorized' } } },
      times: 'always',
      matches: ({ headers }) => decodeProtectedHeader(String(headers.authorization).slice(7)).kid === SMOOCH_KEY.id,
    });
    stand.chatbot.control.latency.set('data', 200);
    stand.chatbot.control.setExtraInfo('smooch', 'app_tokens', {
      production: [{ key: newKey.id, secret: newKey.secret }],
    });
    user.say('soup');
    await waitUntil(
      'the turn is over or waits',
      () => stand.outcomes().length === 2 || stand.logged('a turn waits').length === 1,
    );
    expect(stand.logged('a turn waits')).toEqual([]);
    expect(stand.texts(user)).toEqual(['Tomato.', 'Tomato.']);
  });
});
