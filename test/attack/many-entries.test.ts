import { describe, expect, test } from 'vitest';
import { parseWebhook } from '../../src/smooch/v1/parse-webhook.ts';
import { envelopeOf } from '../support/smooch-bodies.ts';
import { APP_ID } from '../support/stand.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

const MANY = 40_000;
/** Of the processor: what grows with the square takes many times as long for this many. */
const SOON_MS = 5_000;
/** For machines that do something else beside. */
const TIMEOUT = 120_000;

/** What the processor has worked for this process since a moment, milliseconds. */
function workSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const user = { appId: APP_ID, id: '60aa000000000000000000b1' };
const many = (entryOf: (index: number) => unknown) => Array.from({ length: MANY }, (_, index) => entryOf(index));
const messages = (entryOf: (index: number) => unknown) =>
  envelopeOf(user, 'message:appUser', { messages: many(entryOf) });

describe('so many entries in one genuine body are read in a time that grows with their number', () => {
  test.each([
    ['messages without _id', messages(() => ({ text: 'a' }))],
    ['messages without _id that differ', messages((index) => ({ text: `${index}`, received: index }))],
    ['messages that are none', messages(() => 7)],
    ['messages that are none, each with the frame', messages((index) => ({ text: index }))],
    ['presses', envelopeOf(user, 'postback', { timestamp: 1, postbacks: many(() => ({ action: { text: 'a' } })) })],
    ['presses that are none', envelopeOf(user, 'postback', { postbacks: many(() => 7) })],
    ['messages of nobody', { ...messages(() => ({ text: 'a' })), appUser: 7 }],
  ])(
    '%s',
    (_what, body) => {
      const before = process.cpuUsage();
      const { events, notUnderstood } = parseWebhook(body);
      expect(workSince(before)).toBeLessThan(SOON_MS);
      const keys = [...events, ...notUnderstood].map(({ dedupe }) => dedupe.key);
      expect(keys.length).toBeGreaterThan(0);
      if (events.length > 0) expect(new Set(keys).size).toBe(MANY);
    },
    TIMEOUT,
  );
});

test(
  'and answered so, whatever the answer is',
  async () => {
    const stand = await startWebhookStand({ server: { flood: { waiting: 100, per_minute: 30 } } });
    const before = process.cpuUsage();
    const { status } = await stand.post({ ...messages(() => ({ text: 'a' })) });
    expect((await stand.readiness()).status).toBe(200);
    expect(workSince(before)).toBeLessThan(SOON_MS);
    // Over 100 messages in one body may be refused as a whole; what is taken is no more than the limits allow.
    expect([200, 400]).toContain(status);
    await stand.idle();
    expect(stand.asked().length).toBeLessThanOrEqual(30);
  },
  TIMEOUT,
);
