import { expect, onTestFinished, test } from 'vitest';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { sendRaw } from '../support/send-raw.ts';
import { sendRequest } from '../support/send-request.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';

const OPEN_FILES = 1024;
const CONNECTIONS = 1_500;

async function start(server: Record<string, unknown> = {}): Promise<ProcessStand> {
  const wrapper = ['prlimit', `--nofile=${OPEN_FILES}:${OPEN_FILES}`];
  const stand = await startProcessStand({ wrapper, server });
  onTestFinished(() => stand.stop());
  return stand;
}

async function post(stand: ProcessStand, text: string): Promise<number | string> {
  const body = JSON.stringify(messageBody(stand.user(), text));
  const sent = sendRequest(stand.connector.url, { body, headers: { 'x-api-key': WEBHOOK_SECRET } });
  return sent.then(
    ({ status }) => status,
    (error: Error) => error.message,
  );
}

const messages = (stand: ProcessStand) => stand.log().map(({ msg }) => String(msg));

test.each([
  ['headers that stop in the middle', 'POST / HTTP/1.1\r\nhost: x\r\n'],
  ['nothing at all', ''],
  ['a body that stops in the middle', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{'],
  [
    'a whole request and the headers of one whose body never comes',
    'GET / HTTP/1.1\r\nhost: x\r\n\r\nPOST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n',
  ],
  ['a visit after which the connection is kept', 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'],
])(
  '1,500 connections with %s, where 1,024 files may be open: genuine webhooks are taken, and the log says why others were closed',
  async (_what, bytes) => {
    const stand = await start();
    expect(messages(stand)).toEqual(
      expect.arrayContaining([expect.stringMatching(/1024 files.*at most 512 connections.*server\.max_connections/)]),
    );
    const answers: (number | string)[] = [];
    for (let i = 0; i < CONNECTIONS; i += 1) {
      await sendRaw(stand.connector.url, bytes);
      if (i % 100 === 99) answers.push(await post(stand, `message ${i}`));
    }
    expect(new Set(answers)).toEqual(new Set([200]));
    const full = stand.log().filter(({ kind }) => kind === 'connection-ended');
    expect(full).toEqual([expect.objectContaining({ level: 'warn', limit: 512 })]);
  },
  60_000,
);

test('a lower server.max_connections counts', async () => {
  const stand = await start({ max_connections: 20 });
  expect(messages(stand).filter((message) => message.includes('1024 files'))).toEqual([]);
  for (let i = 0; i < 30; i += 1) await sendRaw(stand.connector.url, 'POST / HTTP/1.1\r\n');
  expect(await post(stand, 'hello')).toBe(200);
  expect(stand.log().filter(({ kind }) => kind === 'connection-ended')).toEqual([
    expect.objectContaining({ limit: 20 }),
  ]);
}, 60_000);
