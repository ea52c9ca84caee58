import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideHandshake, type HandshakeCircumstances } from '../../src/desk/hyperchat/handshake.ts';

function decide(given: Partial<HandshakeCircumstances>) {
  const { pinned = [] } = given;
  return decideHandshake({
    knownSecrets: [],
    pinned,
    onlyPinned: pinned.length > 0,
    enabled: true,
    armed: false,
    offered: 'offered',
    ...given,
  });
}

const refusal = (reason: string) => ({ decision: 'refuse', reason: expect.stringContaining(reason) });

test('the first one is believed and kept', () => {
  expect(decide({})).toEqual({ decision: 'echo-and-store', usesArming: false });
});

test('one with a known secret is answered again, armed or not', () => {
  expect(decide({ knownSecrets: ['other', 'offered'] })).toEqual({ decision: 'echo' });
  expect(decide({ knownSecrets: ['offered'], armed: true })).toEqual({ decision: 'echo' });
  expect(decide({ knownSecrets: ['offered'], enabled: false })).toEqual({ decision: 'echo' });
});

test('a second one is refused, and the operator learns the command', () => {
  expect(decide({ knownSecrets: ['other'] })).toMatchObject(refusal('smooch-connector webhooks arm'));
});

test('while chats are off not even the first one is believed', () => {
  expect(decide({ enabled: false })).toMatchObject(refusal('smooch-connector webhooks arm'));
});

test.each([{ knownSecrets: ['other'] }, {}, { enabled: false }, { pinned: ['x'], onlyPinned: false }])(
  'armed by the operator one more is kept, and the permission is used up: %j',
  (given) => {
    expect(decide({ armed: true, ...given })).toEqual({ decision: 'echo-and-store', usesArming: true });
  },
);

describe('with pinned secrets', () => {
  test('only they count', () => {
    expect(decide({ pinned: ['x', 'offered'] })).toEqual({ decision: 'echo' });
    for (const given of [{}, { knownSecrets: ['offered'] }, { armed: true }]) {
      expect(decide({ pinned: ['x'], ...given })).toMatchObject(refusal('chat.webhook_secrets'));
    }
  });

  test('of one environment only, nobody is the first in another', () => {
    expect(decide({ pinned: ['x'], onlyPinned: false })).toMatchObject(refusal('webhooks arm'));
    expect(decide({ pinned: ['x'], onlyPinned: false, knownSecrets: ['offered'] })).toEqual({ decision: 'echo' });
  });
});

test.each(['', '  ', 'x'.repeat(513)])('no secret: "%s"', (offered) => {
  expect(decide({ offered, armed: true })).toMatchObject({ decision: 'refuse' });
});

test('nothing unknown is ever kept without permission once something is known, and no reason tells a secret', () => {
  const secret = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => text.trim() !== '');
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1 }), fc.array(secret), secret, (knownSecrets, pinned, offered) => {
      fc.pre(!knownSecrets.includes(offered) && !pinned.includes(offered));
      const decision = decide({ knownSecrets, pinned, offered });
      expect(decision.decision).toBe('refuse');
      expect([...knownSecrets, ...pinned, offered].some((one) => JSON.stringify(decision).includes(one))).toBe(false);
    }),
  );
});
