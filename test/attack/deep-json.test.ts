import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { sendRequest } from '../support/send-request.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';

const MB = 1024 * 1024;
const SIGNATURE = { 'x-hook-signature': 'ab'.repeat(32) };
const DESK_EVENT = '{"trigger":"messages:new","appId":"desk-app","data":';
/** What the connector may need at its peak beyond what it needed before, under attack, in megabytes. */
const MORE_MB = 200;
/** Parsing 5 MB of brackets took twice as long, undisturbed. */
const LONGEST_ANSWER_MS = 3_000;

let stand: ProcessStand;

beforeAll(async () => {
  stand = await startProcessStand({
    // Lots of memory would hide it.
    env: { NODE_OPTIONS: '--max-old-space-size=256' },
    conf: {
      'custom/chat.yaml': {
        chat: {
          enabled: true,
          appId: 'desk-app',
          secret: 's',
          server: 'http://127.0.0.1:9',
          webhook_secrets: ['known-handshake-secret'],
        },
      },
    },
  });
}, 60_000);

afterAll(() => stand?.stop());

/** The most memory the process ever had, in megabytes. */
function peak(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${stand.connector.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** Asks again and again until it is told to end. @returns the longest time to an answer, in milliseconds */
function watch(): () => Promise<number> {
  let ended = false;
  let longest = 0;
  const asking = (async () => {
    while (!ended) {
      const begun = performance.now();
      await sendRequest(`${stand.connector.url}/healthz`, { method: 'GET' });
      longest = Math.max(longest, performance.now() - begun);
    }
    return longest;
  })();
  return () => {
    ended = true;
    return asking;
  };
}

const brackets = (count: number) => Buffer.alloc(count, '[');

test.each([
  ['brackets', brackets(4.9 * MB), SIGNATURE],
  ['braces', Buffer.from('{"a":'.repeat(MB)), SIGNATURE],
  ['an event of brackets', Buffer.concat([Buffer.from(DESK_EVENT), brackets(4.9 * MB)]), SIGNATURE],
  ['empty lists', Buffer.from(`${DESK_EVENT}[${'[],'.repeat(1.6 * MB)}[]]}`), SIGNATURE],
  ['brackets with a made-up key', brackets(4.9 * MB), { 'x-api-key': 'made-up' }],
  ['brackets that are packed', gzipSync(brackets(4.9 * MB)), { ...SIGNATURE, 'content-encoding': 'gzip' }],
  ['few brackets', brackets(60_000), SIGNATURE],
  ['zeros that are packed', gzipSync(Buffer.alloc(100 * MB)), { 'content-encoding': 'gzip' }],
])(
  '%s of a stranger are refused, and cost little memory and time',
  async (_what, body, headers) => {
    const { pid } = stand.connector;
    const before = peak();
    const end = watch();
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([1, 2].map(() => sendRequest(stand.connector.url, { body, headers })));
      for (const { status } of answers) expect([400, 401, 503]).toContain(status);
    }
    expect(await end()).toBeLessThan(LONGEST_ANSWER_MS);
    expect(peak() - before).toBeLessThan(MORE_MB);
    const genuine = await sendRequest(stand.connector.url, {
      body: JSON.stringify(messageBody(stand.user(), 'hello')),
      headers: { 'x-api-key': WEBHOOK_SECRET },
    });
    expect(genuine.status).toBe(200);
    expect(stand.connector.pid).toBe(pid);
  },
  60_000,
);

test('zeros that are packed, of a sender we know, are unpacked up to the cap and no further', async () => {
  const before = peak();
  const body = gzipSync(Buffer.alloc(100 * MB));
  const headers = { 'x-api-key': WEBHOOK_SECRET, 'content-encoding': 'gzip' };
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([1, 2].map(() => sendRequest(stand.connector.url, { body, headers })));
    expect(answers.map(({ status }) => status)).toEqual([413, 413]);
  }
  expect(peak() - before).toBeLessThan(MORE_MB);
}, 60_000);
