import { expect, test } from 'vitest';
import type { NewEvent } from '../../src/store/schema.ts';
import { openBeside } from '../../src/store/sqlite/beside-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { envelopeOf, messageBody, postbackBody, pressOf, type Sender, textMessage } from '../support/smooch-bodies.ts';
import { APP_ID } from '../support/stand.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

const laneOf = ({ id, appId }: Sender) => `production:smooch:${appId}:${id}`;
const NOBODY = `production:nobody:smooch:${APP_ID}`;

/** What the command line sees and does, beside the running connector. */
async function besideStand<T>(
  stand: WebhookStand,
  work: (store: ReturnType<typeof openBeside>) => T | Promise<T>,
): Promise<T> {
  const store = openBeside(stand.dataDir);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const lettersOf = (stand: WebhookStand) =>
  besideStand(stand, async (store) =>
    (await store.parked()).map(({ lane, state, reason }) => ({ lane, state, reason: reason.split(':')[0] })),
  );

async function retryAll(stand: WebhookStand): Promise<void> {
  const idsOf = () => besideStand(stand, async (store) => (await store.parked()).map(({ id }) => id));
  const before = await idsOf();
  await besideStand(stand, async (store) => {
    const parked = await store.parked();
    const requests = parked.map(({ id, lane }) => ({ lane, action: { action: 'retry', eventId: id } as const }));
    expect(await store.request(requests, Date.now())).toBe(true);
  });
  // Each gets another id when it is tried again.
  await expect.poll(async () => (await idsOf()).filter((id) => before.includes(id)), { timeout: 15_000 }).toEqual([]);
  await stand.idle();
}

/** Dead letters as an earlier version kept them, which understood less. */
async function keepLetters(stand: WebhookStand, letters: { lane: string; body: unknown }[]): Promise<void> {
  await stand.connector.stop();
  const store = await openSqliteStore({ folder: stand.dataDir });
  await store.append(
    letters.map(({ lane, body }): NewEvent => {
      const payload = { source: 'smooch', environment: 'production', appId: APP_ID, body };
      const setAside = 'not understood: text: too new';
      return { lane, kind: 'not-understood', payload, receivedAt: Date.now(), setAside };
    }),
  );
  await store.close();
  await stand.restart();
}

const letterOf = (user: Sender) => ({ lane: laneOf(user), state: 'parked', reason: 'not understood' });

test.each([
  ['a message whose text is none', (user: Sender) => messageBody(user, textMessage('x', { text: { a: 1 } }))],
  ['a message that is none', (user: Sender) => envelopeOf(user, 'message:appUser', { messages: [7] })],
  ['messages that are no list', (user: Sender) => envelopeOf(user, 'message:appUser', { messages: { a: 1 } })],
  ['a press that is none', (user: Sender) => postbackBody(user, { action: null })],
  ['a delivery of no message', (user: Sender) => envelopeOf(user, 'message:delivery:failure', { message: {} })],
])('%s is 200 and a dead letter of its user; what comes behind is handled', async (_what, bodyOf) => {
  const stand = await startWebhookStand();
  const user = stand.user();
  expect((await stand.post(bodyOf(user))).status).toBe(200);
  expect(await lettersOf(stand)).toEqual([letterOf(user)]);
  expect((await stand.readiness()).body.open).toBe(0);
  await stand.post(messageBody(user, 'hello'));
  expect(await stand.waitForTexts(user, 1)).toHaveLength(1);
});

test('without a user it is a dead letter of nobody', async () => {
  const stand = await startWebhookStand();
  const { appUser: _, ...body } = postbackBody(stand.user(), pressOf({}));
  expect((await stand.post(body)).status).toBe(200);
  expect(await lettersOf(stand)).toEqual([{ lane: NOBODY, state: 'parked', reason: 'not understood' }]);
});

test('it goes when its user is erased, and when they are deleted at Smooch', async () => {
  const stand = await startWebhookStand();
  const [ana, ben] = [stand.user(), stand.user()];
  for (const user of [ana, ben]) {
    await stand.post(messageBody(user, textMessage('hi', { text: [`words of ${user.id}`] })));
  }
  expect(await lettersOf(stand)).toEqual([letterOf(ana), letterOf(ben)]);
  await stand.post(envelopeOf(ana, 'appUser:delete'));
  expect(await lettersOf(stand)).toEqual([letterOf(ben)]);
  await besideStand(stand, async (store) => {
    expect(await store.lanesOfUser(ben.id)).toEqual([laneOf(ben)]);
    return store.request([{ lane: laneOf(ben), action: { action: 'erase' } }], Date.now());
  });
  expect(await lettersOf(stand)).toEqual([]);
  await stand.idle();
});

test('tried again while it still cannot be understood, it is a dead letter again, and the user reads nothing', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  await stand.post(messageBody(user, textMessage('x', { text: 7 })));
  for (let i = 0; i < 2; i += 1) {
    await retryAll(stand);
    expect(await lettersOf(stand)).toEqual([letterOf(user)]);
  }
  expect(stand.texts(user)).toEqual([]);
});

test('tried again once it can be understood, it is handled as if it came now, at the end of its conversation', async () => {
  const stand = await startWebhookStand();
  const [ana, ben] = [stand.user(), stand.user()];
  await keepLetters(stand, [
    { lane: laneOf(ana), body: messageBody(ana, 'what Ana asked') },
    { lane: NOBODY, body: messageBody(ben, 'what Ben asked', textMessage('x', { text: 7 })) },
    { lane: NOBODY, body: messageBody(ben, textMessage(' ')) },
  ]);
  await retryAll(stand);
  await stand.waitForTexts(ana, 1);
  await stand.waitForTexts(ben, 1);
  await stand.idle();
  expect(stand.asked().sort()).toEqual(['what Ana asked', 'what Ben asked']);
  expect(await lettersOf(stand)).toEqual([letterOf(ben)]);
});
