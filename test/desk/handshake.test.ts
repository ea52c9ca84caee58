import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideHandshake, type HandshakeCircumstances } from '../../src/desk/hyperchat/handshake.ts';

const now = 1_700_000_000_000;

function decide(given: Partial<HandshakeCircumstances>) {
  return decideHandshake({ knownSecrets: [], pinned: [], now, offered: 'offered', ...given });
}

test('the first one is believed and kept', () => {
  expect(decide({})).toEqual({ decision: 'echo-and-store', usesArming: false });
});

test('one with a known secret is answered again', () => {
  expect(decide({ knownSecrets: ['other', 'offered'] })).toEqual({ decision: 'echo' });
  expect(decide({ knownSecrets: ['offered'], armedUntil: now + 1 })).toEqual({ decision: 'echo' });
});

test('a second one is refused, and the operator learns the command', () => {
  const decision = decide({ knownSecrets: ['other'] });
  expect(decision).toMatchObject({
    decision: 'refuse',
    reason: expect.stringContaining('smooch-connector webhooks arm'),
  });
});

describe('armed by the operator', () => {
  test('one more is kept, and the permission is used up', () => {
    expect(decide({ knownSecrets: ['other'], armedUntil: now + 1 })).toEqual({
      decision: 'echo-and-store',
      usesArming: true,
    });
    expect(decide({ armedUntil: now + 1 })).toEqual({ decision: 'echo-and-store', usesArming: true });
  });

  test('not any longer than that', () => {
    expect(decide({ knownSecrets: ['other'], armedUntil: now })).toMatchObject({ decision: 'refuse' });
  });
});

describe('with pinned secrets', () => {
  test('only they count', () => {
    expect(decide({ pinned: ['x', 'offered'] })).toEqual({ decision: 'echo' });
    for (const given of [{}, { knownSecrets: ['offered'] }, { armedUntil: now + 1 }]) {
      const decision = decide({ pinned: ['x'], ...given });
      expect(decision).toMatchObject({ decision: 'refuse', reason: expect.stringContaining('chat.webhook_secrets') });
    }
  });
});

test.each(['', '  ', 'x'.repeat(513)])('no secret: "%s"', (offered) => {
  expect(decide({ offered, armedUntil: now + 1 })).toMatchObject({ decision: 'refuse' });
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
