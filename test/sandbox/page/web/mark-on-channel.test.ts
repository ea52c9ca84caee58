import { expect, test } from 'vitest';
import { markOnChannel } from '../../../../sandbox/page/web/user/mark-on-channel.ts';

test.each([
  ['messenger', 'read', 'read'],
  ['telegram', 'read', 'read'],
  ['viber', 'read', 'read'],
  ['web', 'read', 'read'],
  ['line', 'channel', 'delivered'],
  ['twilio', 'delivered', 'delivered'],
  ['whatsapp', 'delivered', 'delivered'],
  ['instagram', 'delivered', 'delivered'],
])('on %s a message of the bot that was read is shown as %s, one of the user as %s', (channel, bots, own) => {
  expect(markOnChannel(channel, false, { state: 'read' })).toEqual({ state: bots });
  expect(markOnChannel(channel, true, { state: 'read' })).toEqual({ state: own });
});

test('what went wrong is told on every channel', () => {
  const failed = { state: 'failed', reason: 'blocked' } as const;
  expect(markOnChannel('line', false, failed)).toEqual(failed);
});
