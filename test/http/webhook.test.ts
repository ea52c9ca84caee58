import type { RequestListener, ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NotConfiguredError } from '../../src/core/errors.ts';
import { createApp } from '../../src/http/app.ts';
import { listen } from '../../src/http/listen.ts';
import { createBodyReader } from '../../src/http/read-body.ts';
import { type Authenticity, createWebhook } from '../../src/http/webhook.ts';
import { createInbox } from '../../src/store/inbox.ts';
import { createLanes } from '../../src/store/lanes.ts';
import type { WaitingEvent } from '../../src/store/schema.ts';
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

interface IntakeOptions {
  smooch?: Authenticity;
  flood?: { waiting: number; per_minute: number };
  /** What becomes of events that were taken; it is given the answers to all requests. */
  run?: (event: WaitingEvent, answers: readonly ServerResponse[]) => Promise<never>;
}

/** The intake over a real store; its events wait for ever. It notes what it counts, logs and hands on. */
async function startIntake({
  smooch = genuine,
  flood = { waiting: 0, per_minute: 0 },
  run = () => new Promise<never>(() => {}),
}: IntakeOptions = {}) {
  const folder = temporaryFolder('intake');
  const clock = createTestClock();
  const store = await openSqliteStore({ folder: folder.path, clock });
  const answers: ServerResponse[] = [];
  const hosts: string[] = [];
  const lanes = createLanes({ concurrency: 100, clock, run: (event) => run(event, answers) });
  const counted: Record<string, number> = {};
  const lines: { level: string; message: string; [field: string]: unknown }[] = [];
  const deliveries: unknown[] = [];
  const logAs = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, message, ...fields });
  const answerWebhook = createWebhook({
    readBody: createBodyReader({ one: 10_000, all: 100_000, small: 100_000, beginning: 5_000, unproven: 100_000 }),
    known: { fitsKnownSecret: () => false, signatureCheck: () => undefined },
    environmentOf: ({ host }) => {
      hosts.push(host);
      return 'production';
    },
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
  const refusals = { note: unexpected };
  const app = createApp({ answerWebhook, health });
  const watched: RequestListener = (request, response) => {
    answers.push(response);
    app(request, response);
  };
  const listener = await listen(watched, {
    host: '127.0.0.1',
    port: 0,
    keepAliveSeconds: 5,
    maxConnections: 100,
    refusals,
  });
  onTestFinished(async () => {
    await listener.close();
    await store.close();
    folder.remove();
  });
  const post = async (body: unknown, headers?: Record<string, string>) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return (await sendRequest(`http://127.0.0.1:${listener.port}/`, { body: text, headers })).status;
  };
  return { hosts, post, store, lanes, counted, lines, deliveries, clock };
}

describe('what is ignored is counted with its reason', () => {
  test.each([
    ['unknown-trigger', envelopeOf(ana, 'conversation:read')],
    ['own-echo', envelopeOf(ana, 'message:appMaker', { messages: [textMessage('hi', { role: 'appMaker' })] })],
    ['other-author', messageBody(ana, textMessage('hi', { role: 'whisper' }))],
    ['blank', messageBody(ana, ' ')],
    ['empty', envelopeOf(ana, 'message:appUser', { messages: [] })],
    ['empty', envelopeOf(ana, 'message:appUser')],
    ['empty', envelopeOf(ana, 'postback', { postbacks: null })],
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

  test('every refusal is counted by its reason', async () => {
    const { post, counted } = await startIntake();
    expect(await post('x'.repeat(10_001))).toBe(413);
    expect(await post('x'.repeat(6_000))).toBe(401);
    expect(await post('x'.repeat(6_000), { 'x-api-key': 'unknown' })).toBe(503);
    expect(await post('x', { 'content-encoding': 'zip' })).toBe(415);
    expect(await post({ app: { id: ana.appId }, webhook: {}, events: [] })).toBe(503);
    expect(counted).toEqual({ 'too-large': 1, forged: 1, undecided: 1, 'unknown-encoding': 1, v2: 1 });
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

describe('what is genuine and cannot be understood', () => {
  test('is kept as a dead letter in the conversation of its user, counted and told; the rest is handled', async () => {
    const { post, counted, store, lines, clock } = await startIntake();
    const odd = textMessage('a secret text', { _id: 7 });
    expect(await post({ ...messageBody(ana, 'one', odd, 'two'), version: 'v1.1' })).toBe(200);
    expect(await store.waiting()).toHaveLength(2);
    const lane = `production:smooch:${ana.appId}:${ana.id}`;
    const [letter] = await store.parked();
    expect(letter).toMatchObject({
      lane,
      kind: 'not-understood',
      state: 'parked',
      reason: expect.stringMatching(/^not understood: _id: /),
      receivedAt: clock.now(),
    });
    expect((await store.event(letter!.id))?.payload).toMatchObject({
      source: 'smooch',
      environment: 'production',
      appId: ana.appId,
      body: { trigger: 'message:appUser', version: 'v1.1', appUser: { _id: ana.id }, messages: [odd] },
    });
    expect(counted).toEqual({ 'not-understood': 1 });
    expect(lines).toEqual([expect.objectContaining({ level: 'warn', kept: 1, appId: ana.appId })]);
    expect(JSON.stringify(lines)).not.toContain('secret');
    await store.erase(lane);
    expect(await store.parked()).toEqual([]);
  });

  test('is kept once, however often it is delivered', async () => {
    const { post, counted, store } = await startIntake();
    const body = messageBody(ana, textMessage('hi', { text: ['hi'] }));
    for (const more of [{}, {}, { client: { platform: 'web' } }]) expect(await post({ ...body, ...more })).toBe(200);
    expect(await store.parked()).toHaveLength(1);
    expect(counted).toEqual({ 'not-understood': 1, duplicate: 2 });
  });

  test.each([
    ['of another type', 7],
    ['with half a character', 'half\ud800'],
    ['with the other half', '\udc00half'],
  ])('is kept in a lane of nobody when its user cannot be read: an id %s', async (_name, id) => {
    for (const body of [envelopeOf(ana, 'appUser:delete'), messageBody(ana, textMessage('hi', { authorId: id }))]) {
      const { post, store } = await startIntake();
      expect(await post({ ...body, appUser: { _id: id } })).toBe(200);
      expect(await store.parked()).toMatchObject([
        {
          lane: `production:nobody:smooch:${ana.appId}`,
          reason: expect.stringMatching(/^not understood: appUser._id/),
        },
      ]);
      expect(await store.waiting()).toEqual([]);
    }
  });

  test('does not count as flood, and is not kept out by it', async () => {
    const { post, counted, store } = await startIntake({ flood: { waiting: 1, per_minute: 1 } });
    await post(messageBody(ana, textMessage('hi', { text: 7 }), textMessage('hi', { text: 8 }), 'one', 'two'));
    await post(messageBody(ana, textMessage('hi', { text: 9 })));
    expect(counted).toEqual({ flood: 1, 'not-understood': 3 });
    expect(await store.parked()).toHaveLength(3);
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
    expect(deliveries).toEqual([expect.objectContaining({ messageId: 'm9', outcome: 'channel' })]);
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

test('no turn begins before the 200 to its webhook is written, also when many come at once', async () => {
  const written: [lane: string, boolean][] = [];
  const { post } = await startIntake({
    run: ({ lane }, answers) => {
      const own = answers.find(({ req }) => lane.endsWith(String(req.headers['x-test-user'])));
      written.push([lane, own?.headersSent === true && own.writableEnded]);
      return new Promise(() => {});
    },
  });
  const users = Array.from({ length: 20 }, (_, index) => ({ ...ana, id: `60aa0000000000000000${1000 + index}` }));
  const posts = users.map((user) => post(messageBody(user, 'one'), { 'x-test-user': user.id }));
  expect(new Set(await Promise.all(posts))).toEqual(new Set([200]));
  await expect.poll(() => written).toHaveLength(20);
  expect(written.filter(([, before]) => !before)).toEqual([]);
});

test.each([
  ['bot.example.com', 'bot.example.com'],
  ['a:', ''],
  ['a b', ''],
  ['a/b', ''],
  ['user@host', ''],
  ['[::1', ''],
  ['[::1]:80', '[::1]:80'],
])('the environment of a request to the host %j is asked for %j', async (sent, asked) => {
  const { post, hosts } = await startIntake();
  expect(await post(messageBody(ana, 'hi'), { host: sent })).toBe(200);
  expect(hosts).toEqual([asked]);
});
