import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { runBeside } from './beside.ts';

let stand: ProcessStand;
beforeAll(async () => {
  const chat = { enabled: true, appId: 'desk-app', secret: 'desk-secret-of-the-test', server: 'http://127.0.0.1:9' };
  stand = await startProcessStand({ conf: { 'custom/chat.yaml': { chat } } });
});
afterAll(() => stand.stop());

const shakeHands = (secret: string) =>
  fetch(stand.connector.url, { method: 'POST', headers: { 'x-hook-secret': secret } });

test('a second handshake is let in once, after the operator armed it', async () => {
  expect((await shakeHands('the-first')).status).toBe(200);
  expect((await shakeHands('a-stranger')).status).toBe(403);
  const armed = await runBeside(stand, 'webhooks', 'arm');
  expect(armed).toMatchObject({ code: 0, stderr: '' });
  expect(armed.stdout).toContain('environment production is let in');
  const expected = await shakeHands('the-second');
  expect([expected.status, expected.headers.get('x-hook-secret')]).toEqual([200, 'the-second']);
  expect((await shakeHands('a-stranger')).status).toBe(403);
  expect((await shakeHands('the-first')).status).toBe(200);
});

test('arming another environment lets nobody in here', async () => {
  expect((await runBeside(stand, 'webhooks', 'arm', 'development')).stdout).toContain('environment development');
  expect((await shakeHands('a-stranger')).status).toBe(403);
});
