import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startWebhookReceiver } from './webhook-receiver.ts';

const program = fileURLToPath(new URL('../../../sandbox/smooch/main.ts', import.meta.url));

test('the simulator runs as a process of its own, tells its URLs in one line, and ends at SIGTERM', async () => {
  const receiver = await startWebhookReceiver();
  const args = [program, '--target', receiver.url, '--webhook-secret', 's3cret', '--quiet'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { url, control, port } = JSON.parse(line);
    expect(new URL(url).port).toBe(String(port));
    const post = (path: string, body: object) => fetch(control + path, { method: 'POST', body: JSON.stringify(body) });
    const user = (await (await post('/users', { platform: 'web' })).json()) as { id: string };
    await post(`/users/${user.id}/actions`, { do: 'text', text: 'hi' });
    expect(await receiver.waitFor(1)).toMatchObject([
      { headers: { 'x-api-key': 's3cret' }, body: { client: { platform: 'web' } } },
    ]);
    expect(await (await fetch(`${control}/recording`)).json()).toEqual({ on: false });
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    await receiver.stop();
  }
});
