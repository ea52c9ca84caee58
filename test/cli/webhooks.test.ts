import { createHash, createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { ConfFiles } from '../support/conf-folder.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { runCli } from './run-program.ts';

let stand: ProcessStand;
afterEach(() => stand.stop());

const chat = { enabled: true, appId: 'desk-app', secret: 'desk-secret-of-the-test', server: 'http://127.0.0.1:9' };

async function start(changes: Record<string, unknown> = {}, conf: ConfFiles = {}) {
  stand = await startProcessStand({
    conf: { 'custom/chat.yaml': { chat: { ...chat, ...changes } }, ...conf },
    server: { public_url: 'https://bot.example.com/chat/' },
  });
}

const run = (...args: string[]) => runCli([...args, '--conf', stand.confDir, '--data', stand.dataDir]);

const shakeHands = (secret: string, path = '/') =>
  fetch(`${stand.connector.url}${path}`, { method: 'POST', headers: { 'x-hook-secret': secret } });

/** @returns the answer to an event that is signed with a secret */
async function tell(secret: string): Promise<number> {
  const body = JSON.stringify({ trigger: 'chats:create', appId: 'desk-app', created_at: Date.now() / 1000, data: {} });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = { 'x-hook-signature': signature };
  return (await fetch(stand.connector.url, { method: 'POST', headers, body })).status;
}

const fingerprint = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, 8);

/** The path of the target that a command printed. */
function pathOf(stdout: string): string {
  const [, target = ''] = /^ {2}(\S+)$/m.exec(stdout) ?? [];
  expect(target).toMatch(/^https:\/\/bot\.example\.com\/chat\/desk\/[\w-]{32}$/);
  return new URL(target).pathname;
}

describe('webhooks arm', () => {
  test('prints a target on which one handshake is let in, and whose secret replaces the others', async () => {
    await start();
    expect((await shakeHands('the-first')).status).toBe(200);
    expect((await shakeHands('a-stranger')).status).toBe(403);
    const armed = await run('webhooks', 'arm');
    expect(armed).toMatchObject({ code: 0, stderr: '' });
    const path = pathOf(armed.stdout);
    expect((await shakeHands('a-stranger')).status).toBe(403);
    const expected = await shakeHands('the-second', path);
    expect([expected.status, expected.headers.get('x-hook-secret')]).toEqual([200, 'the-second']);
    expect((await shakeHands('a-stranger', path)).status).toBe(403);
    expect([await tell('the-first'), await tell('the-second'), await tell('the-first')]).toEqual([200, 200, 401]);
  });

  test('with --add the others go on counting; each call prints another target', async () => {
    await start();
    await shakeHands('the-first');
    const { stdout } = await run('webhooks', 'arm', '--add');
    expect(stdout).toContain('go on counting');
    expect(pathOf((await run('webhooks', 'arm', '--environment', 'production')).stdout)).not.toBe(pathOf(stdout));
    expect((await shakeHands('the-second', pathOf(stdout))).status).toBe(200);
    expect([await tell('the-second'), await tell('the-first')]).toEqual([200, 200]);
  });

  test('without server.public_url it prints the path and says where to put it', async () => {
    await start({}, { 'custom/server.yaml': { host: '127.0.0.1' } });
    const { code, stdout } = await run('webhooks', 'arm');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^ {2}\/desk\/[\w-]{32}$/m) });
    expect(stdout).toMatch(/behind the public address(.|\n)*server\.public_url/);
  });

  test('an environment that does not exist is a wrong call, and nobody is let in', async () => {
    await start();
    for (const args of [['devel'], ['--environment', 'devel'], [''], ['Production'], ['constructor']]) {
      const { code, stdout, stderr } = await run('webhooks', 'arm', ...args);
      expect({ args, code, stdout, stderr }).toMatchObject({ args, code: 64, stdout: '' });
      expect(stderr).not.toBe('');
    }
    expect((await run('webhooks', 'arm', 'production', '--environment', 'development')).code).toBe(64);
  });

  test('another environment is armed for its own app', async () => {
    const conf = {
      'custom/environments.yaml': { development: { type: 'http_host', regex: '/^dev\\./' } },
      'development/chat.yaml': { chat: { appId: 'app-of-trials' } },
    };
    await start({}, conf);
    const path = pathOf((await run('webhooks', 'arm', 'development')).stdout);
    expect((await shakeHands('of-trials', path)).status).toBe(200);
    expect((await run('webhooks', 'secrets')).stdout).toMatch(/app-of-trials/);
    expect(await tell('of-trials')).toBe(401);
  });

  test.each([
    ['no app', { enabled: false, appId: '' }, 'chat.appId'],
    ['pinned secrets', { webhook_secrets: ['a-pinned-secret'] }, 'chat.webhook_secrets'],
  ])('where a handshake would not count, it says why: %s', async (_name, changes, key) => {
    await start(changes);
    const { code, stdout, stderr } = await run('webhooks', 'arm');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(key);
    expect(stderr).not.toContain('a-pinned-secret');
  });
});

describe('webhooks secrets', () => {
  test('lists fingerprints, since when and last used, and no secret', async () => {
    await start();
    expect((await run('webhooks', 'secrets')).stdout).toBe('No secret of a handshake of HyperChat is known.\n');
    await shakeHands('the-first');
    await shakeHands('the-second', pathOf((await run('webhooks', 'arm')).stdout));
    expect(await tell('the-first')).toBe(200);
    const { code, stdout, stderr } = await run('webhooks', 'secrets');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/the-first|the-second/);
    const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ';
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^FINGERPRINT\s+APP\s+SINCE\s+LAST USED$/),
      expect.stringMatching(new RegExp(`^${fingerprint('the-first')} +desk-app +${time} +${time}$`)),
      expect.stringMatching(new RegExp(`^${fingerprint('the-second')} +desk-app +${time} +never +replaces`)),
    ]);
  });

  test('says where they do not count', async () => {
    await start({ webhook_secrets: ['a-pinned-secret'] });
    const { stdout } = await run('webhooks', 'secrets');
    expect(stdout).toContain('In production only the secrets of chat.webhook_secrets count');
    expect(stdout).not.toContain('a-pinned-secret');
  });
});

describe('webhooks forget', () => {
  test('the named secret counts no more, the others do', async () => {
    await start();
    await shakeHands('the-first');
    await shakeHands('the-second', pathOf((await run('webhooks', 'arm', '--add')).stdout));
    const { code, stdout } = await run('webhooks', 'forget', fingerprint('the-first').toUpperCase());
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(fingerprint('the-first')) });
    expect([await tell('the-first'), await tell('the-second')]).toEqual([401, 200]);
    await stand.crash();
    expect([await tell('the-first'), await tell('the-second')]).toEqual([401, 200]);
    expect((await shakeHands('the-first')).status).toBe(403);
  });

  test('--all forgets every one, and says that the next handshake is let in', async () => {
    await start();
    await shakeHands('the-first');
    const { code, stdout } = await run('webhooks', 'forget', '--all', '--yes');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('the next handshake is let in') });
    expect(await tell('the-first')).toBe(401);
    expect((await run('webhooks', 'forget', '--all')).code).toBe(0);
    expect((await shakeHands('the-next')).status).toBe(200);
  });

  test('what is no fingerprint, or nobody has, changes nothing', async () => {
    await start();
    await shakeHands('the-first');
    for (const [args, expected] of [
      [['deadbeef'], 1],
      [['dead'], 64],
      [['%'], 64],
      [[], 64],
      [['deadbeef', '--all'], 64],
    ] as const) {
      const { code, stderr } = await run('webhooks', 'forget', ...args);
      expect({ args, code, said: stderr !== '' }).toEqual({ args, code: expected, said: true });
    }
    expect(await tell('the-first')).toBe(200);
  });
});
