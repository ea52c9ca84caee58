import { describe, expect, test } from 'vitest';
import { messageBody, textMessage } from '../support/smooch-bodies.ts';
import { APP_ID } from '../support/stand.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

const KB = 1024;

/** A body of exactly this many bytes, with one message. */
function bodyOfSize(from: { id: string; appId: string }, bytes: number): string {
  const padding = (length: number) =>
    JSON.stringify(messageBody(from, textMessage('hello', { filler: 'x'.repeat(length) })));
  const body = padding(bytes - padding(0).length);
  expect(Buffer.byteLength(body)).toBe(bytes);
  return body;
}

describe('what is not JSON, or of no known shape, is 400', () => {
  test.each([
    ['text', 'hello'],
    ['truncated JSON', '{"trigger":"message:appUser","app":{"_id":"5f00'],
    ['two values', '{}{}'],
    ['a list', '[{"trigger":"message:appUser"}]'],
    ['a string', '"message:appUser"'],
    ['null', 'null'],
    ['a number', '1e999'],
    ['bytes', Buffer.from([0, 255, 254, 1, 2, 3])],
    ['a form', 'trigger=message%3AappUser'],
    ['an empty object', '{}'],
    ['no app', { trigger: 'message:appUser' }],
    ['no trigger', { app: { _id: APP_ID } }],
    ['a trigger that is no text', { trigger: 1, app: { _id: APP_ID } }],
    ['an app that is no object', { trigger: 'message:appUser', app: APP_ID }],
    ['events without webhook', { events: [] }],
  ])('%s', async (_what, body) => {
    const stand = await startWebhookStand();
    expect((await stand.post(body)).status).toBe(400);
    expect(stand.secretLookUps()).toEqual([]);
  });

  test.each([
    [undefined],
    [null],
    [''],
    [5],
    ['5f00000000000000000000a'],
    ['5f00000000000000000000a1f'],
    ['5f00000000000000000000ag'],
    [' 5f00000000000000000000a1'],
    ['5f00000000000000000000a1\n'],
    ['../../../../v1.1/apps/5f'],
    [[APP_ID]],
    [{ toString: APP_ID }],
  ])('an app id that is not 24 hex digits never gets into a URL: %j', async (_id) => {
    const stand = await startWebhookStand();
    const body = { ...messageBody(stand.user(), 'hello'), app: { _id } };
    const answer = await stand.post(body);
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('24 hexadecimal digits') });
    expect(stand.secretLookUps()).toEqual([]);
  });
});

describe('over the cap is 413', () => {
  test('when the length is announced', async () => {
    const stand = await startWebhookStand({ server: { body_limit_kb: 8 } });
    const answer = await stand.post(bodyOfSize(stand.user(), 8 * KB + 1));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('server.body_limit_kb');
  });

  test('when it is only announced, and the body never comes', async () => {
    const stand = await startWebhookStand({ server: { body_limit_kb: 8 } });
    const answer = await stand.post('', { headers: { 'content-length': String(8 * KB + 1) } });
    expect(answer.status).toBe(413);
  });

  test('when the length is not announced', async () => {
    const stand = await startWebhookStand({ server: { body_limit_kb: 8 } });
    const answer = await stand.post(bodyOfSize(stand.user(), 8 * KB + 1), { chunked: true });
    expect(answer.status).toBe(413);
  });

  test.each([{ chunked: false }, { chunked: true }])('a body of exactly the cap is taken: %j', async (how) => {
    const stand = await startWebhookStand({ server: { body_limit_kb: 8 } });
    const user = stand.user();
    expect((await stand.post(bodyOfSize(user, 8 * KB), how)).status).toBe(200);
    expect(await stand.waitForTexts(user, 1)).toHaveLength(1);
  });

  test.each([{ chunked: false }, { chunked: true }])('by default the cap is 5120 KB: %j', async (how) => {
    const stand = await startWebhookStand();
    const user = stand.user();
    expect((await stand.post(bodyOfSize(user, 5120 * KB + 1), how)).status).toBe(413);
    expect((await stand.post(bodyOfSize(user, 5120 * KB), how)).status).toBe(200);
    expect(await stand.waitForTexts(user, 1)).toHaveLength(1);
  });

  test('a body that is too large does not even get its key looked at', async () => {
    const stand = await startWebhookStand({ server: { body_limit_kb: 8 } });
    await stand.post(bodyOfSize(stand.user(), 9 * KB), { key: 'wrong' });
    expect(stand.secretLookUps()).toEqual([]);
    expect(stand.logLines('X-API-Key')).toEqual([]);
  });
});
