import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SignedPart, verifySignature } from '../../src/desk/hyperchat/authenticity.ts';

const body = '{"trigger":"forever:alone","appId":"gAb","created_at":1700000090,"data":{"chatId":"c_91xk"}}';
const secrets = ['first-secret', 'second-secret'];

function sign(text: string | Uint8Array, secret = 'second-secret'): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}

function check(
  header: string | undefined,
  over: SignedPart = 'body',
  raw: string | Uint8Array = body,
  known = secrets,
) {
  return verifySignature({ raw: typeof raw === 'string' ? Buffer.from(raw) : raw, header, secrets: known, over });
}

/** Every way in which 32 bytes may be written. */
const writings: [string, (signature: Buffer) => string][] = [
  ['hex', (signature) => signature.toString('hex')],
  ['upper-case hex', (signature) => signature.toString('hex').toUpperCase()],
  ['base64', (signature) => signature.toString('base64')],
  ['base64url', (signature) => signature.toString('base64url')],
  ['sha256=hex', (signature) => `sha256=${signature.toString('hex')}`],
  ['SHA256=base64', (signature) => `SHA256=${signature.toString('base64')}`],
  ['spaces around', (signature) => ` ${signature.toString('hex')} `],
];

describe('a signature over the body', () => {
  test.each(writings)('%s', (_name, write) => {
    expect(check(write(sign(body)))).toMatchObject({ verdict: 'genuine' });
    expect(check(write(sign(body, 'first-secret')))).toMatchObject({ verdict: 'genuine' });
  });

  test('any bytes with any secret, and none other', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ minLength: 1 }),
        fc.constantFrom(...writings),
        fc.nat(),
        (raw, secret, [, write], position) => {
          const header = write(sign(raw, secret));
          expect(check(header, 'body', raw, ['other', secret])).toMatchObject({ verdict: 'genuine' });
          expect(check(header, 'body', raw, [`${secret}x`])).toMatchObject({ verdict: 'forged', reason: 'mismatch' });
          const changed = Uint8Array.from([...raw, 0]);
          const at = position % changed.length;
          changed[at] = (changed[at] as number) ^ 1;
          expect(check(header, 'body', changed, [secret])).toMatchObject({ verdict: 'forged' });
        },
      ),
    );
  });
});

describe('a signature over data', () => {
  const loose = '{ "data" : {"chatId" : "c_\\u0039", "text":"\\/ é } \\" ,"} , "trigger":"x" }';

  test('as it stands in the body, to the byte', () => {
    const data = '{"chatId" : "c_\\u0039", "text":"\\/ é } \\" ,"}';
    expect(check(sign(data).toString('hex'), 'data', loose)).toMatchObject({ verdict: 'genuine' });
  });

  test('as JSON is usually written', () => {
    const data = JSON.stringify(JSON.parse(loose).data);
    expect(check(sign(data).toString('hex'), 'data', loose)).toMatchObject({ verdict: 'genuine' });
  });

  test('of two members it is the last one, which is the one that is read', () => {
    const raw = '{"data":{"chatId":"signed"},"data":{"chatId":"smuggled in"}}';
    expect(check(sign('{"chatId":"signed"}').toString('hex'), 'data', raw)).toMatchObject({ verdict: 'forged' });
    expect(check(sign('{"chatId":"smuggled in"}').toString('hex'), 'data', raw)).toMatchObject({ verdict: 'genuine' });
  });

  test('a member further inside is not meant', () => {
    const raw = '{"a":{"data":{"x":1}},"b":[{"data":2}],"data":{"x":3}}';
    expect(check(sign('{"x":1}').toString('hex'), 'data', raw)).toMatchObject({ verdict: 'forged' });
    expect(check(sign('{"x":3}').toString('hex'), 'data', raw)).toMatchObject({ verdict: 'genuine' });
  });

  test('any body, however it is written', () => {
    const space = fc.constantFrom('', ' ', '\n\t', '\r\n  ');
    const member = fc.tuple(fc.oneof(fc.string(), fc.constantFrom('dat', 'Data', 'data ')), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(member, { maxLength: 4 }),
        fc.array(member, { maxLength: 4 }),
        space,
        fc.constantFrom(undefined, 1, '\t'),
        fc.constantFrom('"data"', '"d\\u0061ta"'),
        (value, before, after, gap, indent, key) => {
          const data = JSON.stringify(value, null, indent);
          const write = (list: [string, unknown][]) =>
            list
              .filter(([name]) => name !== 'data')
              .map(([name, other]) => `${JSON.stringify(name)}${gap}:${gap}${JSON.stringify(other)}`);
          const members = [...write(before), `${key}${gap}:${gap}${data}`, ...write(after)];
          const raw = `${gap}{${gap}${members.join(`${gap},${gap}`)}${gap}}${gap}`;
          expect(check(sign(data).toString('hex'), 'data', raw)).toMatchObject({ verdict: 'genuine' });
          expect(check(sign(`${data} `).toString('hex'), 'data', raw)).toMatchObject({ verdict: 'forged' });
        },
      ),
    );
  });

  test.each(['', 'not JSON', '[1]', '"data"', '{"trigger":"x"}', '{"data":', '\ufeff{"data":1}'])(
    'a body without it (%j) is forged',
    (raw) => {
      expect(check(sign('1').toString('hex'), 'data', raw)).toMatchObject({ verdict: 'forged', reason: 'mismatch' });
    },
  );
});

describe('what is not genuine', () => {
  test.each([undefined, '', ' '])('no signature: %j', (header) => {
    expect(check(header)).toEqual({ verdict: 'forged', reason: 'missing' });
  });

  test.each([
    'second-secret',
    'sha256=',
    'sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'f'.repeat(63),
    'g'.repeat(64),
    'f'.repeat(128),
  ])('no HMAC-SHA256: %s', (header) => {
    expect(check(header)).toEqual({ verdict: 'forged', reason: 'malformed' });
  });

  test('nothing to check it with', () => {
    expect(check(sign(body).toString('hex'), 'body', body, [])).toEqual({ verdict: 'forged', reason: 'no-secret' });
  });

  test('the log can say which setting would fit', () => {
    const overData = sign('{"chatId":"c_91xk"}').toString('hex');
    expect(check(overData, 'body')).toEqual({ verdict: 'forged', reason: 'mismatch', wouldMatch: 'data' });
    const overBody = sign(body).toString('hex');
    expect(check(overBody, 'data')).toEqual({ verdict: 'forged', reason: 'mismatch', wouldMatch: 'body' });
    const strange = sign(body, 'of a stranger').toString('hex');
    expect(check(strange)).toEqual({ verdict: 'forged', reason: 'mismatch', wouldMatch: undefined });
  });
});
