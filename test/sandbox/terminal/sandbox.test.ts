import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { PageState } from '../../../sandbox/page/protocol/page-protocol.ts';
import { waitUntil } from '../../support/wait-until.ts';

const program = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url));

function start(args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'pipe' });
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return {
    child,
    output: output.then(([stdout, stderr, [exitCode]]) => ({ stdout, stderr, exitCode: exitCode as number })),
  };
}

function run(args: string[], input = '') {
  const { child, output } = start(args);
  child.stdin.end(input);
  return output;
}

test('lines on stdin are answered by the simulated bot through the real connector', async () => {
  const { stdout, stderr, exitCode } = await run([], 'hello\nwhat are your opening hours?\n');
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const lines = stdout.split('\n');
  // No page without a terminal: nothing but the chat.
  expect(stdout).not.toContain('http://');
  expect(lines[0]).toBe('you: hello');
  expect(lines[1]).toMatch(/^bot: Hello!/);
  const second = lines.indexOf('you: what are your opening hours?');
  expect(lines[second + 1]).toMatch(/^bot: We are open Monday to Friday/);
});

test('the channel decides how choices are shown', async () => {
  const { stdout } = await run(['--channel', 'sms'], 'menu\n');
  expect(stdout).toMatch(/1[.)] /);
  expect(stdout).not.toContain('[1]');
});

test('it stops when it is told to, although stdin is still open', async () => {
  const { child, output } = start([]);
  child.stdin.write('hello\n');
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await output).toMatchObject({ exitCode: 143, stderr: '' });
});

test('in a terminal the page’s address comes first, and the chat stays below it', async () => {
  // `script` gives the program a terminal of its own.
  const child = spawn('script', ['-qec', `${process.execPath} ${program} --page-port 0`, '/dev/null'], {
    stdio: 'pipe',
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    shown += text;
  });
  await waitUntil('the prompt is there', () => shown.includes('you: '), 20_000);
  const [address = ''] = shown.split(/\r?\n/);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const { phones } = (await (await fetch(new URL('/api/page/state', address))).json()) as PageState;
  expect(phones.map(({ channel }) => channel)).toEqual(['messenger', 'web']);
  child.stdin.write('hello\n');
  await waitUntil('the bot has answered', () => shown.includes('Hello!'), 20_000);
  const messages = await fetch(new URL(`/api/smooch/users/${phones[1]?.userId}/messages`, address));
  expect(JSON.stringify(await messages.json())).toContain('hello');
  // The connector is started anew from the page: the chat here goes on.
  const restarted = await fetch(new URL('/api/page/connector/restart', address), { method: 'POST' });
  expect(await restarted.json()).toMatchObject({ status: 'ready' });
  child.stdin.write('where are you?\n');
  await waitUntil('the bot has answered again', () => shown.includes('ferry landing'), 20_000);
  child.stdin.write('/quit\n');
  const [exitCode] = await once(child, 'exit');
  expect(exitCode).toBe(0);
  await expect(fetch(address)).rejects.toThrow();
});

test('without a line to send and without a terminal it says why it ends', async () => {
  expect(await run([])).toEqual({
    stdout: '',
    stderr: expect.stringMatching(/^The sandbox ends: standard input is no terminal and holds no line .*--page".\n$/),
    exitCode: 0,
  });
});

/** Starts the page alone, without anything on standard input; resolves when its address is printed. */
async function startPageOnly(args: string[]) {
  const { child, output } = start(['--page', '--page-port', '0', ...args]);
  child.stdin.end();
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const address = String(line).split('\n')[0] ?? '';
  const stop = async () => {
    child.kill('SIGTERM');
    return (await output).exitCode;
  };
  return { address, stop };
}

test('--page keeps the page without a terminal, until it is stopped', async () => {
  const { address, stop } = await startPageOnly([]);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const { phones } = (await (await fetch(new URL('/api/page/state', address))).json()) as PageState;
  expect(phones.map(({ channel }) => channel)).toEqual(['messenger']);
  expect(await stop()).toBe(143);
  await expect(fetch(address)).rejects.toThrow();
});

test('--host on this machine needs no token', async () => {
  const { address, stop } = await startPageOnly(['--host', '127.0.0.2']);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.2:\d+\/$/);
  expect((await fetch(new URL('/api/page/state', address))).status).toBe(200);
  expect(await stop()).toBe(143);
});

test('--host for other machines lets in nobody without the token of the printed address', async () => {
  const { address, stop } = await startPageOnly(['--host', '0.0.0.0']);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
  const state = new URL('/api/page/state', address);
  expect((await fetch(state)).status).toBe(403);
  expect((await fetch(new URL('/', address))).status).toBe(403);
  expect((await fetch(new URL('?token=wrong', state))).status).toBe(403);
  const opened = await fetch(address);
  expect(opened.status).not.toBe(403);
  const [cookie = ''] = opened.headers.getSetCookie();
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect((await fetch(state, { headers })).status).toBe(200);
  expect((await fetch(state, { headers: { ...headers, origin: 'http://evil.example' } })).status).toBe(403);
  expect(await stop()).toBe(143);
});

test('--host of another machine is told in a sentence', async () => {
  const { stderr, exitCode } = await run(['--page', '--host', '192.0.2.1']);
  expect(stderr).toMatch(/^The page cannot be served on 192\.0\.2\.1, port \d+: /);
  expect(exitCode).toBe(1);
});

test('--help explains it', async () => {
  const { stdout, exitCode } = await run(['--help']);
  expect(exitCode).toBe(0);
  for (const word of ['--channel', '--data', '--page-port', '--page ', '--host', 'whatsapp', 'npm run sandbox'])
    expect(stdout).toContain(word);
});

test.each([
  [['--channel', 'pigeon'], 'There is no channel "pigeon"'],
  [['--page-port', 'high'], '"high" is no port'],
  [['--host', ''], '--host needs an address'],
  [['--speed', '9'], "Unknown option '--speed'"],
])('%j is a mistake that is explained', async (args, sentence) => {
  const { stderr, exitCode } = await run(args);
  expect(exitCode).toBe(64);
  expect(stderr).toContain(sentence);
});
