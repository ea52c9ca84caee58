import { describe, expect, test } from 'vitest';
import { newObjectId } from '../../sandbox/smooch/object-id.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { messageBody, postbackBody, pressOf, textMessage } from '../support/smooch-bodies.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

/** Posts and expects that it is acknowledged. */
async function deliver(stand: WebhookStand, body: unknown): Promise<void> {
  expect((await stand.post(body)).status).toBe(200);
}

describe('a duplicate delivery is 200 and handled once', () => {
  test('the same message again', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const body = messageBody(user, 'hello');
    await deliver(stand, body);
    await stand.waitForTexts(user, 1);
    await deliver(stand, body);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello']);
    expect(stand.texts(user)).toHaveLength(1);
  });

  test('the message counts by its _id, whatever else of the body differs', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const message = textMessage('hello');
    await deliver(stand, messageBody(user, message));
    await deliver(stand, messageBody(user, { ...message, text: 'changed', received: 1 }));
    await stand.idle();
    expect(stand.asked()).toEqual(['hello']);
  });

  test('the same text with another _id is another message', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    await deliver(stand, messageBody(user, 'hello'));
    await deliver(stand, messageBody(user, 'hello'));
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'hello']);
  });

  test('twenty deliveries at the same moment', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const body = messageBody(user, 'hello');
    const answers = await Promise.all(Array.from({ length: 20 }, () => stand.post(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    await stand.idle();
    expect(stand.asked()).toEqual(['hello']);
    expect(stand.texts(user)).toHaveLength(1);
  });

  test('after a restart', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const body = messageBody(user, 'hello');
    await deliver(stand, body);
    await stand.waitForTexts(user, 1);
    await stand.restart();
    await deliver(stand, body);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello']);
  });

  test('a day later', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    const body = messageBody(user, 'hello');
    await deliver(stand, body);
    await stand.waitForTexts(user, 1);
    clock.advance(24 * 3_600_000 - 60_000);
    await deliver(stand, body);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello']);
  });

  test('a payload of which one message is new', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const [one, two, three] = [textMessage('one'), textMessage('two'), textMessage('three')];
    await deliver(stand, messageBody(user, one, two));
    await deliver(stand, messageBody(user, one, two, three));
    await stand.idle();
    expect(stand.asked()).toEqual(['one', 'two', 'three']);
  });

  test('a payload that brings a message twice', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const message = textMessage('hello');
    await deliver(stand, messageBody(user, message, message));
    await stand.idle();
    expect(stand.asked()).toEqual(['hello']);
  });

  test('a message without _id counts by what it says, whatever stands around it', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const body = messageBody(user, textMessage('hello', { _id: undefined }));
    await deliver(stand, body);
    await deliver(stand, body);
    await deliver(stand, { ...body, client: { platform: 'web' } });
    await deliver(stand, messageBody(user, textMessage('hello', { _id: undefined })));
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'hello']);
  });

  test('a message without _id and time counts for 10 s', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    const body = messageBody(user, textMessage('hello', { _id: undefined, received: undefined }));
    await deliver(stand, body);
    await deliver(stand, body);
    clock.advance(10_001);
    await deliver(stand, body);
    await stand.idle();
    expect(stand.asked()).toEqual(['hello', 'hello']);
  });
});

describe('a postback with a timestamp counts by its button and that', () => {
  test('two webhooks of one app tell it with and without client, in different words: it is one press', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    const press = pressOf({ text: 'More', messageId: newObjectId() });
    const body = postbackBody(user, press, { timestamp: 1612345690.1 });
    await deliver(stand, body);
    clock.advance(3_600_000);
    await deliver(stand, { ...body, client: { platform: 'web' }, version: 'v1.1' });
    await deliver(stand, {
      ...body,
      appUser: { ...(body.appUser as object), givenName: 'Ana' },
      timestamp: '1612345690.1',
    });
    await deliver(stand, { timestamp: 1612345690.1, ...Object.fromEntries(Object.entries(body).reverse()) });
    await stand.idle();
    expect(stand.asked()).toEqual(['More']);
  });

  test.each([
    ['button', { id: newObjectId() }],
    ['payload', { payload: 'LESS' }],
    ['message', { messageId: newObjectId() }],
  ])('another %s at the same time is another press', async (_what, other) => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const button = { id: newObjectId(), text: 'More', payload: 'MORE', messageId: newObjectId() };
    await deliver(stand, postbackBody(user, pressOf(button), { timestamp: 1612345690.1 }));
    await deliver(stand, postbackBody(user, pressOf({ ...button, ...other }), { timestamp: 1612345690.1 }));
    await stand.idle();
    expect(stand.asked()).toEqual(['More', 'More']);
  });

  test('the same is a duplicate, also much later', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    const body = postbackBody(user, pressOf({ text: 'More' }), { timestamp: 1612345690.1 });
    await deliver(stand, body);
    clock.advance(3_600_000);
    await deliver(stand, body);
    await stand.idle();
    expect(stand.asked()).toEqual(['More']);
  });

  test('the same button with another timestamp is pressed again', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const press = pressOf({ text: 'More' });
    await deliver(stand, postbackBody(user, press, { timestamp: 1612345690.1 }));
    await deliver(stand, postbackBody(user, press, { timestamp: 1612345690.2 }));
    await stand.idle();
    expect(stand.asked()).toEqual(['More', 'More']);
  });

  test('two postbacks of one payload are two', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const press = pressOf({ text: 'More' });
    const body = postbackBody(user, press, { timestamp: 1612345690.1, postbacks: [press, press] });
    await deliver(stand, body);
    await deliver(stand, body);
    await stand.idle();
    expect(stand.asked()).toEqual(['More', 'More']);
  });
});

describe('a postback without a timestamp counts by its button, for 10 s', () => {
  const button = { id: newObjectId(), text: 'More', payload: 'MORE', messageId: newObjectId() };

  test('pressed again within 10 s it is a duplicate, whatever stands around it', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    await deliver(stand, postbackBody(user, pressOf(button)));
    clock.advance(8_000);
    await deliver(stand, postbackBody(user, pressOf(button), { client: { platform: 'web' } }));
    await stand.idle();
    expect(stand.asked()).toEqual(['More']);
  });

  test('pressed again later it is handled again', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    await deliver(stand, postbackBody(user, pressOf(button)));
    clock.advance(10_001);
    await deliver(stand, postbackBody(user, pressOf(button)));
    clock.advance(10_001);
    await deliver(stand, postbackBody(user, pressOf(button)));
    await stand.idle();
    expect(stand.asked()).toEqual(['More', 'More', 'More']);
  });

  test('the 10 s count from the last press that was accepted', async () => {
    const clock = createMovableClock();
    const stand = await startWebhookStand({ clock });
    const user = stand.user();
    await deliver(stand, postbackBody(user, pressOf(button)));
    clock.advance(6_000);
    await deliver(stand, postbackBody(user, pressOf(button)));
    clock.advance(6_000);
    await deliver(stand, postbackBody(user, pressOf(button)));
    await stand.idle();
    expect(stand.asked()).toEqual(['More', 'More']);
  });

  test('within the 10 s, a restart included', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    await deliver(stand, postbackBody(user, pressOf(button)));
    await stand.waitForQuestions(1);
    await stand.restart();
    await deliver(stand, postbackBody(user, pressOf(button)));
    await stand.idle();
    expect(stand.asked()).toEqual(['More']);
  });

  test.each([
    ['button', { id: newObjectId() }],
    ['payload', { payload: 'LESS' }],
    ['message', { messageId: newObjectId() }],
  ])('another %s is another press', async (_what, other) => {
    const stand = await startWebhookStand();
    const user = stand.user();
    await deliver(stand, postbackBody(user, pressOf(button)));
    await deliver(stand, postbackBody(user, pressOf({ ...button, ...other })));
    await stand.idle();
    expect(stand.asked()).toEqual(['More', 'More']);
  });

  test('another user presses for himself', async () => {
    const stand = await startWebhookStand();
    await deliver(stand, postbackBody(stand.user(), pressOf(button)));
    await deliver(stand, postbackBody(stand.user(), pressOf(button)));
    await stand.idle();
    expect(stand.asked()).toEqual(['More', 'More']);
  });

  test('an entry of a persistent menu has no message', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const { messageId: _, ...entry } = button;
    await deliver(stand, postbackBody(user, pressOf(entry)));
    await deliver(stand, postbackBody(user, pressOf(entry)));
    await stand.idle();
    expect(stand.asked()).toEqual(['More']);
  });
});
