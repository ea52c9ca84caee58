import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  badGateway,
  cachedDenial,
  gatewayTimeout,
  malformedJson,
  tooManyRequests,
} from '../../../sandbox/chatbot/service-failures.ts';
import { settingsSchema } from '../../../sandbox/chatbot/settings.ts';
import { type BotClient, CREDENTIALS, type Reply, startBot, type Talk } from './bot-client.ts';

let bot: BotClient;
let talk: Talk;
beforeEach(async () => {
  bot = await startBot();
  talk = await bot.open();
});
afterEach(() => bot.simulator.stop());

const sandbox = (method: string, path: string, body?: unknown): Promise<Reply> =>
  bot.call(method, `${bot.origin}/sandbox${path}`, { body });
const historyLength = async (): Promise<number> => ((await talk.get('/conversation/history')).body as unknown[]).length;

describe('a failure of the service', () => {
  test('looks like the real ones', async () => {
    const { faults } = bot.simulator.control;
    faults.add(gatewayTimeout('message'));
    faults.add(tooManyRequests('message', 7));
    faults.add(badGateway('message'));
    faults.add(malformedJson('message'));
    faults.add({ ...cachedDenial('message'), times: 2 });
    const replies = [];
    for (let i = 0; i < 6; i++) replies.push(await talk.send({ message: 'hello' }));
    expect(replies.map(({ status }) => status)).toEqual([504, 429, 502, 200, 403, 403]);
    expect(replies[0]?.body).toEqual({ message: 'Endpoint request timed out' });
    expect(replies[1]?.headers.get('retry-after')).toBe('7');
    expect(replies[2]?.headers.get('content-type')).toBe('text/html');
    expect(replies[3]?.body).toBe(replies[3]?.text);
    expect(replies[5]?.body).toMatchObject({ Message: expect.stringContaining('explicit deny') });
    expect(await historyLength()).toBe(0);
    expect((await talk.send({ message: 'hello' })).status).toBe(200);
  });

  test('may leave its effect behind', async () => {
    bot.simulator.control.faults.add({ ...gatewayTimeout('message'), moment: 'after' });
    bot.simulator.control.faults.add({ endpoint: 'message', effect: { kind: 'reset' }, moment: 'after' });
    expect((await talk.send({ message: 'hello' })).status).toBe(504);
    await expect(talk.send({ message: 'hello' })).rejects.toThrow();
    expect(await historyLength()).toBe(4);
  });
});

describe('the control API', () => {
  test('names its operations', async () => {
    const { operations } = (await sandbox('GET', '')).body as { operations: string[] };
    expect(operations).toEqual(expect.arrayContaining(['POST /faults', 'POST /expire-tokens', 'PUT /contents/:title']));
  });

  test('expires tokens and sessions, and rejects the key', async () => {
    expect((await sandbox('POST', '/expire-sessions', { sessionId: 'nobody' })).body).toEqual({ expired: 0 });
    expect((await sandbox('POST', '/expire-sessions')).body).toEqual({ expired: 1 });
    expect((await talk.send({ message: 'hello' })).status).toBe(400);
    await sandbox('POST', '/expire-tokens');
    expect((await talk.send({ message: 'hello' })).status).toBe(403);
    expect((await sandbox('PUT', '/key', { rejected: true })).body).toEqual({ rejected: true });
    const headers = { 'x-inbenta-key': CREDENTIALS.key };
    expect(
      (await bot.call('POST', `${bot.simulator.url}/auth`, { headers, body: { secret: CREDENTIALS.secret } })).status,
    ).toBe(401);
  });

  test('changes the knowledge at once', async () => {
    await sandbox('PUT', '/contents/Opening%20hours', { answer: 'We are closed.', phrases: ['are you open'] });
    expect(await talk.say('are you open')).toMatchObject([{ message: 'We are closed.' }]);
    await sandbox('PUT', '/contents/Zeppelins', { answer: 'Beep.' });
    expect(await talk.say('zeppelins')).toMatchObject([{ message: 'Beep.' }]);
    expect((await sandbox('DELETE', '/contents/Zeppelins')).body).toEqual({ success: true });
    expect(await talk.say('zeppelins')).toMatchObject([{ flags: ['no-results'] }]);
    expect((await sandbox('GET', '/contents')).body).toMatchObject({
      length: bot.simulator.control.knowledge().contents.length,
    });
  });

  test('refuses knowledge with a mistake and keeps the old', async () => {
    const wrong = await sandbox('PUT', '/contents/Hello', { chain: ['Nowhere'] });
    expect([wrong.status, wrong.body]).toEqual([400, { error: expect.stringContaining('"Nowhere"') }]);
    const removed = await sandbox('DELETE', '/contents/Finding%20us');
    expect([removed.status, removed.body]).toEqual([400, { error: expect.stringContaining('"Finding us"') }]);
    expect((await sandbox('PUT', '/knowledge', { contents: [{}] })).status).toBe(400);
    expect(await talk.say('hello')).toMatchObject([{ message: expect.stringContaining('Harbour Cycles') }]);
  });

  test('replaces the knowledge, and gives it back at a reset', async () => {
    await sandbox('PUT', '/knowledge', { contents: [{ title: 'Hello', answer: 'Somebody else speaking.' }] });
    expect(await talk.say('hello')).toMatchObject([{ message: 'Somebody else speaking.' }]);
    await sandbox('PUT', '/settings', { noResults: 'content' });
    await sandbox('PUT', '/latency', { message: 1 });
    await sandbox('POST', '/reset');
    expect(await talk.say('hello')).toMatchObject([{ message: expect.stringContaining('Harbour Cycles') }]);
    expect((await sandbox('GET', '/latency')).body).toEqual({});
    expect((await sandbox('GET', '/settings')).body).toMatchObject({ noResults: 'flag' });
  });

  test('changes single settings and says which there are', async () => {
    await sandbox('PUT', '/settings', { staleOption: 'text' });
    expect((await sandbox('PUT', '/settings', { history: 'unavailable' })).body).toEqual({
      ...settingsSchema.parse({}),
      apisKey: 'chatbot',
      noResults: 'flag',
      staleOption: 'text',
      polarValues: 'numbers',
      history: 'unavailable',
      unknownVariables: 'error',
    });
    const wrong = await sandbox('PUT', '/settings', { history: 'sometimes' });
    expect([wrong.status, wrong.body]).toEqual([400, { error: expect.stringContaining('history') }]);
  });

  test('goes back to the settings it was started with', async () => {
    const other = await startBot({ settings: { noResults: 'content' } });
    other.simulator.control.configure({ noResults: 'flag', apisKey: 'chat' });
    other.simulator.control.reset();
    expect(other.simulator.control.settings()).toMatchObject({ noResults: 'content', apisKey: 'chatbot' });
    await other.simulator.stop();
  });

  test('lists sessions with their variables, and events', async () => {
    await talk.post('/conversation/variables', { name: 'channel', value: 'web' });
    await talk.post('/tracking/events', { type: 'CHAT_NO_AGENTS', data: { value: 'true' } });
    expect((await sandbox('GET', '/sessions')).body).toMatchObject([
      { sessionId: talk.sessionId, lang: 'en', variables: { channel: 'web' } },
    ]);
    expect((await sandbox('GET', '/events?type=CHAT_NO_AGENTS')).body).toMatchObject([{ data: { value: 'true' } }]);
    expect((await sandbox('GET', '/events?type=rate')).body).toEqual([]);
  });

  test('publishes extra info and shows it without secrets', async () => {
    await sandbox('PUT', '/extra-info/smooch/app_tokens', { production: [{ key: 'app_x', secret: 'very-secret' }] });
    const shown = await sandbox('GET', '/extra-info/smooch');
    expect(shown.text).toContain('app_x');
    expect(shown.text).not.toContain('very-secret');
    const real = await bot.call('GET', `${bot.base}/app/data/smooch?name=app_tokens`, { headers: bot.tokenHeaders });
    expect(real.text).toContain('very-secret');
    await sandbox('DELETE', '/extra-info/smooch/app_tokens');
    expect((await sandbox('GET', '/extra-info/smooch')).body).toMatchObject({ length: 1 });
  });

  test('lists what was received, with names and sessions, and without secrets', async () => {
    await talk.say('hello');
    const listed = await sandbox('GET', '/requests');
    const entries = listed.body as { endpoint: string }[];
    expect(entries.map(({ endpoint }) => endpoint)).toEqual(['auth', 'conversation', 'message']);
    expect(entries[2]).toMatchObject({ sessionId: talk.sessionId, body: { message: 'hello' }, status: 200 });
    expect(listed.text).not.toContain(CREDENTIALS.secret);
    expect(listed.text).not.toContain(CREDENTIALS.key);
    expect(listed.text).not.toContain(talk.headers['x-inbenta-session']?.slice('Bearer '.length));
    const [raw] = bot.simulator.control.journal.listRaw({ endpoint: 'auth' });
    expect(raw).toMatchObject({ headers: { 'x-inbenta-key': CREDENTIALS.key }, body: { secret: CREDENTIALS.secret } });
  });

  test('is not found under the API, nor struck by faults', async () => {
    bot.simulator.control.faults.add({ endpoint: '*', effect: { kind: 'respond', status: 500 }, times: 'always' });
    expect((await sandbox('GET', '/faults')).status).toBe(200);
    bot.simulator.control.faults.clear();
    expect((await bot.call('GET', `${bot.origin}/v1/sandbox/faults`)).status).toBe(403);
  });
});

describe('the simulator', () => {
  test('runs as a process of its own, says where, and stops at SIGTERM', async () => {
    const main = join(import.meta.dirname, '../../../sandbox/chatbot/main.ts');
    const child = spawn(process.execPath, [main, '--quiet', '--key', 'k', '--secret', 's'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const { value: line } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
      const { url, control } = JSON.parse(line as string) as { url: string; control: string };
      const reply = await bot.call('POST', `${url}/auth`, { headers: { 'x-inbenta-key': 'k' }, body: { secret: 's' } });
      expect(reply.status).toBe(200);
      expect((await bot.call('GET', `${control}/requests`)).body).toEqual([]);
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('survives whatever is sent to it', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '3',
      '"x"',
      '{"message":null}',
      '{"option":[]}',
      '{"__proto__":1}',
      'a=b',
      '\u0000',
      '💥',
    ];
    const paths = [
      '/v1/auth',
      '/v1/refreshToken',
      '/prod/chatbot/v1/conversation',
      '/prod/chatbot/v1/%',
      '/%00',
      '/sandbox/faults',
    ];
    for (const path of paths) {
      for (const body of bodies) {
        for (const contentType of ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'nonsense']) {
          const headers = { ...talk.headers, 'content-type': contentType };
          const { status } = await bot.call('POST', bot.origin + path, { headers, body });
          expect([path, body, status < 500]).toEqual([path, body, true]);
        }
      }
    }
    for (const body of bodies) expect((await talk.send(body)).status).toBeLessThan(500);
    expect(await talk.say('hello')).toHaveLength(1);
  });
});
