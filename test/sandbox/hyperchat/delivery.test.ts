import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebhookRow } from '../../../sandbox/hyperchat/webhooks/webhook-rows.ts';
import { type DeskClient, startDesk } from './desk-client.ts';
import { hmac, type ReceivedEvent, startWebhookTarget, type WebhookTarget } from './webhook-target.ts';

let desk: DeskClient;
let target: WebhookTarget;
let row: WebhookRow;
let chatId: string;

beforeEach(async () => {
  target = await startWebhookTarget();
  desk = await startDesk({ webhooks: { retrySpacingMs: [1, 1] } });
  row = await desk.control.webhooks.register({ target: target.url, events: ['messages:new', 'chats:close'] });
  chatId = (await desk.openChat()).id;
});
afterEach(() => Promise.all([desk.simulator.stop(), target.stop()]));

const say = (...texts: string[]) => texts.map((text) => desk.control.saySystem(chatId, text));
const textOf = ({ data }: ReceivedEvent) => (data.message as { message: string } | undefined)?.message ?? 'close';
const textsTold = async () => {
  await desk.control.webhooks.idle();
  return target.events.map(textOf);
};
const log = () => desk.control.webhooks.log.list();

describe('events', () => {
  test('of a chat come one after another, in order', async () => {
    const gate = Promise.withResolvers<number>();
    target.answer = (_, index) => (index === 0 ? gate.promise : 200);
    say('one', 'two', 'three');
    await target.waitFor(1);
    expect(log().map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    gate.resolve(200);
    expect(await textsTold()).toEqual(['one', 'two', 'three']);
    expect(desk.control.webhooks.log.counts()).toEqual({ waiting: 0, delivered: 3, failed: 0, dropped: 0 });
  });

  test('of different chats do not wait for each other, and in parallel nothing waits', async () => {
    const gate = Promise.withResolvers<number>();
    target.answer = (event) => (textOf(event) === 'slow' ? gate.promise : 200);
    const other = await desk.openChat();
    say('slow');
    desk.control.saySystem(other.id, 'other');
    await target.waitFor(2);
    desk.control.configure({ webhooks: { mode: 'parallel' } });
    say('fast');
    await target.waitFor(3);
    gate.resolve(200);
    expect((await textsTold()).sort()).toEqual(['fast', 'other', 'slow']);
  });

  test('can be slow', async () => {
    desk.control.configure({ webhooks: { latencyMs: 3_600_000 } });
    say('one');
    expect(target.events).toEqual([]);
    desk.control.clock.advance(3_600_000);
    expect(await textsTold()).toEqual(['one']);
  });

  test('can come twice, all of them or one', async () => {
    desk.control.configure({ webhooks: { copies: 2 } });
    say('one');
    expect(await textsTold()).toEqual(['one', 'one']);
    expect(target.events[0]?.raw).toBe(target.events[1]?.raw);
    desk.control.configure({ webhooks: { copies: 1 } });
    desk.control.webhooks.disturbances.add({ effect: { kind: 'duplicate', copies: 3 } });
    say('two', 'three');
    expect((await textsTold()).slice(2)).toEqual(['two', 'two', 'two', 'three']);
  });

  test('can be kept back, and come in the reversed order', async () => {
    const { webhooks } = desk.control;
    webhooks.hold();
    say('one', 'two');
    webhooks.hold();
    say('three');
    webhooks.release('reversed');
    expect(await textsTold()).toEqual(['three', 'two', 'one']);
    webhooks.hold(['messages:new']);
    say('late');
    desk.control.closeChat(chatId, 'system');
    expect((await textsTold()).slice(3)).toEqual(['close']);
    webhooks.release();
    expect((await textsTold()).slice(3)).toEqual(['close', 'late']);
  });
});

describe('an event that is not answered with 2xx', () => {
  test('is lost, unless it is sent again', async () => {
    target.answer = () => 503;
    say('one');
    await desk.control.webhooks.idle();
    expect(log()).toMatchObject([{ state: 'failed', attempts: [{ status: 503 }] }]);
    desk.control.configure({ webhooks: { redeliver: true } });
    target.answer = (_, index) => (index < 2 ? 401 : 200);
    say('two');
    expect(await textsTold()).toEqual(['one', 'two', 'two']);
    expect(log()[1]).toMatchObject({ state: 'delivered', attempts: [{ status: 401 }, { status: 200 }] });
  });

  test('is given up in the end', async () => {
    desk.control.configure({ webhooks: { redeliver: true } });
    target.answer = () => 500;
    say('one');
    expect(await textsTold()).toEqual(['one', 'one', 'one']);
    expect(log()).toMatchObject([{ state: 'failed', trigger: 'messages:new', chatId }]);
  });

  test('or not at all is told so', async () => {
    desk.control.configure({ webhooks: { timeoutMs: 50 } });
    target.answer = () => 'silence';
    say('one');
    await desk.control.webhooks.idle();
    await target.stop();
    say('two');
    await desk.control.webhooks.idle();
    expect(log()).toMatchObject([
      { state: 'failed', attempts: [{ status: undefined, error: expect.stringMatching(/timeout/i) }] },
      { state: 'failed', attempts: [{ error: expect.stringContaining('ECONNREFUSED') }] },
    ]);
  });
});

describe('a disturbance', () => {
  const disturb = (effect: Parameters<typeof desk.control.webhooks.disturbances.add>[0]['effect'], more = {}) =>
    desk.control.webhooks.disturbances.add({ effect, ...more });
  const isSigned = ({ headers, raw }: ReceivedEvent) => headers['x-hook-signature'] === hmac(raw, row.secret);

  test('drops an event', async () => {
    disturb({ kind: 'drop' });
    say('one', 'two');
    expect(await textsTold()).toEqual(['two']);
    expect(log()).toMatchObject([{ state: 'dropped', disturbance: 'drop', attempts: [] }, { state: 'delivered' }]);
  });

  test('lets an event be overtaken by the next of its chat', async () => {
    disturb({ kind: 'overtaken' });
    say('one');
    desk.control.saySystem((await desk.openChat()).id, 'elsewhere');
    say('two', 'three');
    expect((await textsTold()).filter((text) => text !== 'elsewhere')).toEqual(['two', 'one', 'three']);
  });

  test('delays an event, and nothing waits for it', async () => {
    disturb({ kind: 'delay', ms: 3_600_000 });
    say('one', 'two');
    await target.waitFor(1);
    desk.control.clock.advance(3_600_000);
    expect(await textsTold()).toEqual(['two', 'one']);
  });

  test('signs with another secret, or not at all', async () => {
    disturb({ kind: 'wrong-signature' });
    disturb({ kind: 'unsigned' });
    say('one', 'two', 'three');
    await desk.control.webhooks.idle();
    const [wrong, unsigned, right] = target.events as [ReceivedEvent, ReceivedEvent, ReceivedEvent];
    expect(wrong.headers['x-hook-signature']).toMatch(/^[0-9a-f]{64}$/);
    expect([wrong, unsigned, right].map(isSigned)).toEqual([false, false, true]);
    expect(unsigned.headers).not.toHaveProperty('x-hook-signature');
  });

  test('changes what was signed', async () => {
    disturb({ kind: 'tampered' });
    say('one');
    const [event] = await target.waitFor(1);
    expect(event).toMatchObject({ trigger: 'messages:new', data: { tampered: true } });
    expect(isSigned(event!)).toBe(false);
  });

  test('says that an event is of another app, and signs that', async () => {
    disturb({ kind: 'wrong-app', appId: 'stranger' });
    say('one');
    const [event] = await target.waitFor(1);
    expect([event?.appId, isSigned(event!)]).toEqual(['stranger', true]);
  });

  test('strikes only its event, as often as told, after as many as told', async () => {
    disturb({ kind: 'drop' }, { trigger: 'chats:close', times: 'always' });
    disturb({ kind: 'drop' }, { times: 2, skip: 1 });
    say('one', 'two', 'three', 'four');
    expect(desk.control.webhooks.disturbances.list()).toMatchObject([{ trigger: 'chats:close', times: 'always' }]);
    desk.control.closeChat(chatId, 'system');
    expect(await textsTold()).toEqual(['one', 'four']);
    desk.control.webhooks.disturbances.clear();
    expect(desk.control.webhooks.disturbances.list()).toEqual([]);
  });

  test('strikes an event once for all rows, and can be taken back', async () => {
    await desk.control.webhooks.register({ target: target.url, events: ['messages:new'] });
    disturb({ kind: 'drop' });
    say('one', 'two');
    expect(await textsTold()).toEqual(['two', 'two']);
    const id = disturb({ kind: 'drop' });
    expect(desk.control.webhooks.disturbances.remove(id)).toBe(true);
    say('three');
    expect((await textsTold()).slice(2)).toEqual(['three', 'three']);
  });
});

test('stopping ends what is under way', async () => {
  target.answer = () => 'silence';
  desk.control.configure({ webhooks: { redeliver: true, latencyMs: 0, retrySpacingMs: [3_600_000] } });
  say('one');
  await target.waitFor(1);
  await desk.simulator.stop();
  expect(log()).toMatchObject([{ state: 'waiting', attempts: [] }]);
});
