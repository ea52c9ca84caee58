import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startWebhookTarget } from './webhook-target.ts';

const MAIN = fileURLToPath(new URL('../../../sandbox/hyperchat/main.ts', import.meta.url));

let running: ChildProcessByStdio<null, Readable, Readable> | undefined;
afterEach(() => running?.kill('SIGKILL'));

async function start(args: string[]) {
  running = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [line] = await once(createInterface({ input: running.stdout }), 'line');
  return { child: running, said: JSON.parse(line) as { url: string; control: string; port: number } };
}

test('as a process of its own it says where it is, and ends when told to', async () => {
  const args = ['--app', 'a', '--secret', 's', '--room', '4:Sales', '--agent', 'u_x:Xenia', '--online', '--queue'];
  const { child, said } = await start(args);
  expect(said).toEqual({
    url: `http://127.0.0.1:${said.port}`,
    control: `${said.url}/sandbox`,
    port: expect.any(Number),
  });
  const headers = { 'x-hyper-appid': 'a', 'x-hyper-secret': 's' };
  const online = await fetch(`${said.url}/v1/agents/online?roomId=4`, { headers });
  expect(await online.json()).toEqual({ agentsOnline: true });
  expect(await (await fetch(`${said.control}/agents`)).json()).toMatchObject([
    { id: 'u_x', name: 'Xenia', rooms: [4] },
  ]);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('it shakes hands with a target, and goes on when there is none', async () => {
  const target = await startWebhookTarget();
  const { said } = await start(['--target', target.url, '--event', 'chats:close']);
  const rows = async () => (await fetch(`${said.control}/webhooks`)).json();
  await expect.poll(rows).toMatchObject([{ target: target.url, events: ['chats:close'] }]);
  running?.kill('SIGKILL');
  await target.stop();
  const { child } = await start(['--target', target.url]);
  const [line] = await once(createInterface({ input: child.stderr }), 'line');
  expect(line).toContain('The webhook is not established');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
