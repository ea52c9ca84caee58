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

test('--help explains it', async () => {
  const { stdout, exitCode } = await run(['--help']);
  expect(exitCode).toBe(0);
  for (const word of ['--channel', '--data', '--page-port', 'whatsapp', 'npm run sandbox'])
    expect(stdout).toContain(word);
});

test.each([
  [['--channel', 'pigeon'], 'There is no channel "pigeon"'],
  [['--page-port', 'high'], '"high" is no port'],
  [['--speed', '9'], "Unknown option '--speed'"],
])('%j is a mistake that is explained', async (args, sentence) => {
  const { stderr, exitCode } = await run(args);
  expect(exitCode).toBe(64);
  expect(stderr).toContain(sentence);
});
