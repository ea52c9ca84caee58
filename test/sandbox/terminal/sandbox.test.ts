import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

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

test('--help explains it', async () => {
  const { stdout, exitCode } = await run(['--help']);
  expect(exitCode).toBe(0);
  for (const word of ['--channel', '--data', 'whatsapp', 'npm run sandbox']) expect(stdout).toContain(word);
});

test.each([
  [['--channel', 'pigeon'], 'There is no channel "pigeon"'],
  [['--speed', '9'], "Unknown option '--speed'"],
])('%j is a mistake that is explained', async (args, sentence) => {
  const { stderr, exitCode } = await run(args);
  expect(exitCode).toBe(64);
  expect(stderr).toContain(sentence);
});
