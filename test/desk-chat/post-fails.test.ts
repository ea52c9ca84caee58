import { describe, expect, type TestContext, test } from 'vitest';
import type { FaultEffect } from '../../sandbox/control/faults.ts';
import { png } from '../net/file-server.ts';
import { startDeskStand } from '../support/desk-stand.ts';
import { SORRY } from './phrases.ts';
import { visitorOf } from './visitor.ts';

// Most of the time of these tests is spent waiting between two attempts, so they run side by side.
async function start(running: Pick<TestContext, 'onTestFinished'>) {
  const stand = await startDeskStand({ server: { timeouts: { other_ms: 500, media_ms: 500 } } }, running);
  const ana = visitorOf(stand);
  await ana.meetsCarla();
  const calls = (endpoint: string) => stand.deskCalls().filter((call) => call === endpoint).length;
  const image = () => stand.smooch.control.addMedia('bike.png', new Uint8Array(png));
  return { stand, ana, calls, image };
}

const respond = (status: number, headers?: Record<string, string>): FaultEffect => ({
  kind: 'respond',
  status,
  headers,
});

describe.concurrent('a text for the agent', () => {
  test.for([
    ['429', respond(429)],
    ['429 with a time to wait', respond(429, { 'retry-after': '1' })],
    ['503', respond(503)],
  ] as const)('that is not taken now (%s) is posted again, once', async ([, effect], running) => {
    const { stand, ana } = await start(running);
    stand.desk.control.faults.add({ endpoint: 'message', effect });
    expect(await ana.says('Hello')).toEqual([]);
    expect(ana.said()).toEqual(['Hello']);
  });

  test('is given up after two minutes', async (running) => {
    const { stand, ana, calls } = await start(running);
    stand.desk.control.faults.add({
      endpoint: 'message',
      effect: respond(503, { 'retry-after': '121' }),
      times: 'always',
    });
    expect(await ana.says('Hello')).toEqual([SORRY]);
    expect(calls('message')).toBe(1);
  });

  test.for([
    ['is refused', respond(400)],
    ['is forbidden', respond(403)],
    ['breaks', respond(500)],
    ['is reset', { kind: 'reset' }],
    ['is not answered', { kind: 'timeout' }],
  ] as const)('that %s is not repeated, and the user is told at once', async ([, effect], running) => {
    const { stand, ana, calls } = await start(running);
    stand.desk.control.faults.add({ endpoint: 'message', effect, times: 'always' });
    expect(await ana.says('Hello')).toEqual([SORRY]);
    expect(calls('message')).toBe(1);
    expect(stand.logged('could not be handed to the agent')).toHaveLength(1);
  });

  test('that arrived although nobody said so is not posted twice', async (running) => {
    const { stand, ana } = await start(running);
    stand.desk.control.faults.add({ endpoint: 'message', effect: { kind: 'reset' }, moment: 'after' });
    expect(await ana.says('Hello')).toEqual([SORRY]);
    expect(ana.said()).toEqual(['Hello']);
  });

  test('that fails does not keep the next one back', async (running) => {
    const { stand, ana } = await start(running);
    stand.desk.control.faults.add({ endpoint: 'message', effect: respond(500) });
    await ana.says('lost');
    expect(await ana.says('Hello')).toEqual([]);
    expect(ana.said()).toEqual(['Hello']);
  });
});

describe.concurrent('a file for the agent', () => {
  test.for([429, 503])('that is not taken now (%i) is uploaded again, once', async (status, running) => {
    const { stand, ana, image } = await start(running);
    stand.desk.control.faults.add({ endpoint: 'upload', effect: respond(status) });
    expect(await ana.does({ do: 'image', url: image() })).toEqual([]);
    expect(ana.said()).toEqual(['bike.png']);
  });

  test.for([
    ['breaks', respond(500)],
    ['is reset', { kind: 'reset' }],
    ['is not answered', { kind: 'timeout' }],
  ] as const)(
    'whose upload %s may have arrived: the user is told, its address is not sent too',
    async ([, effect], running) => {
      const { stand, ana, image } = await start(running);
      stand.desk.control.faults.add({ endpoint: 'upload', effect, times: 'always' });
      expect(await ana.does({ do: 'image', url: image() })).toEqual([SORRY]);
      expect(ana.said()).toEqual([]);
      expect(stand.logged('could not be handed to the agent')).toHaveLength(1);
    },
  );
});
