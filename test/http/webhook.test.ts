import { describe, expect, onTestFinished, test } from 'vitest';
import { NotConfiguredError } from '../../src/core/errors.ts';
import { createApp } from '../../src/http/app.ts';
import { listen } from '../../src/http/listen.ts';
import { createBodyReader } from '../../src/http/read-body.ts';
import { type Authenticity, createWebhook } from '../../src/http/webhook.ts';
import { createInbox } from '../../src/store/inbox.ts';
import { createLanes } from '../../src/store/lanes.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createTestClock } from '../net/test-server.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { sendRequest } from '../support/send-request.ts';
import { envelopeOf, messageBody, postbackBody, pressOf, textMessage } from '../support/smooch-bodies.ts';

const ana = { appId: '60aa00000000000000000001', id: '60aa000000000000000000b1' };
const genuine: Authenticity = { check: async () => ({ verdict: 'genuine' }) };
const unexpected = (): never => {
  throw new Error('no desk takes part in this test');
};

/** The intake over a real store; its events wait for ever. It notes what it counts, logs and hands on. */
async function startIntake({ smooch = genuine, flood = { waiting: 0, per_minute: 0 } } = {}) {
  const folder = temporaryFolder('intake');
  const clock = createTestClock();
  const store = await openSqliteStore({ folder: folder.path, clock });
  const lanes = createLanes({ concurrency: 1, clock, run: () => new Promise(() => {}) });
  const counted: Record<string, number> = {};
  const lines: { level: string; message: string; [field: string]: unknown }[] = [];
  const deliveries: unknown[] = [];
  const logAs = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, message, ...fields });
  const answerWebhook = createWebhook({
    readBody: createBodyReader({ one: 10_000, all: 100_000 }),
    environmentOf: () => 'production',
    smooch,
    desk: {
      handshake: unexpected,
      check: unexpected,
      parse: unexpected,
      dedupeKey: unexpected,
      setAside: unexpected,
      place: unexpected,
      onTyping: unexpected,
    },
    inbox: createInbox({ store, lanes, flood, maxWaiting: 100, clock }),
    onDelivery: async (delivery) => void deliveries.push(delivery),
    countIgnored: (reason, count) => {
      counted[reason] = (counted[reason] ?? 0) + count;
    },
    log: { info: logAs('info'), warn: logAs('warn'), error: logAs('error') },
    now: clock.now,
  });
  const health = { problem: () => undefined, warnings: () => [], open: lanes.open };
  const listener = await listen(createApp({ answerWebhook, health }), '127.0.0.1', 0);
  onTestFinished(async () => {
    await listener.close();
    await store.close();
    folder.remove();
  });
  const post = async (body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return (await sendRequest(`http://127.0.0.1:${listener.port}/`, { body: text })).status;
  };
  return { post, store, lanes, counted, lines, deliveries, clock };
}

describe('what is ignored is counted with its reason', () => {
  test.each([
    ['unknown-trigger', envelopeOf(ana, 'conversation:read')],
    ['own-echo', envelopeOf(ana, 'message:appMaker', { messages: [textMessage('hi', { role: 'appMaker' })] })],
    ['other-author', messageBody(ana, textMessage('hi', { role: 'whisper' }))],
    ['blank', messageBody(ana, ' ')],
    ['malformed', envelopeOf(ana, 'message:appUser', { messages: [null] })],
  ])('%s', async (reason, body) => {
    const { post, counted, store, lines } = await startIntake();
    expect(await post(body)).toBe(200);
    expect(counted).toEqual({ [reason]: 1 });
    expect(await store.waiting()).toEqual([]);
    expect(lines).toEqual([]);
  });

  test('duplicate', async () => {
    const { post, counted, store } = await startIntake();
    const body = messageBody(ana, 'one', 'two');
    for (let i = 0; i < 3; i += 1) expect(await post(body)).toBe(200);
    expect(counted).toEqual({ duplicate: 4 });
    expect(await store.waiting()).toHaveLength(2);
  });

  test('flood', async () => {
    const { post, counted, lines } = await startIntake({ flood: { waiting: 0, per_minute: 2 } });
    expect(await post(messageBody(ana, 'one', 'two', 'three', 'four'))).toBe(200);
    expect(counted).toEqual({ flood: 2 });
    expect(lines).toEqual([expect.objectContaining({ level: 'warn', ignored: 2 })]);
  });

  test('several reasons of one payload', async () => {
    const { post, counted } = await startIntake();
    await post(messageBody(ana, ' ', ' ', textMessage('hi', { role: 'appMaker' }), 'one'));
    expect(counted).toEqual({ blank: 2, 'own-echo': 1 });
  });

  test('refusals are counted too', async () => {
    const forged: Authenticity = { check: async () => ({ verdict: 'forged', advice: 'compare the secrets' }) };
    const { post, counted, lines } = await startIntake({ smooch: forged });
    expect(await post('no json')).toBe(400);
    expect(await post(messageBody(ana, 'hi'))).toBe(401);
    expect(counted).toEqual({ 'not-understood': 1, forged: 1 });
    expect(lines.at(-1)).toMatchObject({ level: 'warn', status: 401, message: expect.stringContaining('compare') });
  });
});

describe('what is taken', () => {
  test('is stored with everything that its turn needs', async () => {
    const { post, store, clock } = await startIntake();
    const body = { ...messageBody(ana, textMessage('hi', { _id: 'm1', received: 7 })), conversation: { _id: 'c1' } };
    expect(await post(body)).toBe(200);
    const [waiting] = await store.waiting();
    expect(waiting).toMatchObject({ lane: `production:smooch:${ana.appId}:${ana.id}`, kind: 'user' });
    expect(await store.event(waiting!.id)).toMatchObject({
      receivedAt: clock.now(),
      payload: {
        conversation: { environment: 'production', appId: ana.appId, userId: ana.id, conversationId: 'c1' },
        input: { kind: 'text', text: 'hi' },
        channel: 'whatsapp',
        userName: 'Ana Gil',
        messageId: 'm1',
        sentAt: 7,
      },
    });
  });

  test('a deleted user is gone at once; an event of his lane follows a turn that runs', async () => {
    const { post, store } = await startIntake();
    await post(postbackBody(ana, pressOf({})));
    await post(envelopeOf(ana, 'appUser:delete'));
    expect((await store.waiting()).map(({ kind, lane }) => [kind, lane])).toEqual([
      ['user-deleted', `production:smooch:${ana.appId}:${ana.id}`],
    ]);
  });

  test('a delivery event never enters a lane', async () => {
    const { post, store, deliveries, counted } = await startIntake();
    expect(await post(envelopeOf(ana, 'message:delivery:channel', { message: { _id: 'm9' } }))).toBe(200);
    expect(deliveries).toEqual([{ messageId: 'm9', outcome: 'channel' }]);
    expect(await store.waiting()).toEqual([]);
    expect(counted).toEqual({});
  });
});

describe('what goes wrong on the way', () => {
  test.each([
    ['something unexpected', new TypeError('a bug'), 'error'],
    ['an environment that is not configured', new NotConfiguredError('there is no key'), 'warn'],
  ])('%s is 503, so that the webhook comes again', async (_what, error, level) => {
    const { post, lines } = await startIntake({ smooch: { check: () => Promise.reject(error) } });
    expect(await post(messageBody(ana, 'hi'))).toBe(503);
    expect(lines[0]).toMatchObject({ level });
  });

  test('an undecided sender is asked to come again', async () => {
    const undecided: Authenticity = { check: async () => ({ verdict: 'undecided', reason: 'Smooch is down' }) };
    const { post, lines, store } = await startIntake({ smooch: undecided });
    expect(await post(messageBody(ana, 'hi'))).toBe(503);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', status: 503, message: expect.stringContaining('Smooch is down') }),
    ]);
    expect(await store.waiting()).toEqual([]);
  });
});
