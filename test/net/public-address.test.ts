import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPublicAddress } from '../../src/net/public-address.ts';

/** First and last address of every block that is not public, as numbers; an oracle of its own, without masks. */
const notPublic: [string, string][] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['168.63.129.16', '168.63.129.16'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
];

const toNumber = (address: string) => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
const toAddress = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
const isSpecial = (number: number) =>
  notPublic.some(([first, last]) => number >= toNumber(first) && number <= toNumber(last));
const anyIpv4 = fc.nat({ max: 2 ** 32 - 1 });

test('an IPv4 address is public unless it is in a special block', () => {
  fc.assert(fc.property(anyIpv4, (number) => isPublicAddress(toAddress(number)) === !isSpecial(number)));
});

test.each(notPublic)('the block from %s to %s ends exactly there', (first, last) => {
  expect([first, last].map(isPublicAddress)).toEqual([false, false]);
  const neighbours = [toNumber(first) - 1, toNumber(last) + 1].filter((number) => number >= 0 && number < 2 ** 32);
  for (const number of neighbours) expect(isPublicAddress(toAddress(number))).toBe(!isSpecial(number));
});

test('behind NAT64 the IPv4 address counts; mapped and compatible forms are refused', () => {
  fc.assert(
    fc.property(anyIpv4, (number) => {
      const address = toAddress(number);
      expect(isPublicAddress(`64:ff9b::${address}`)).toBe(!isSpecial(number));
      expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      expect(isPublicAddress(`::ffff:0:${address}`)).toBe(false);
      expect(isPublicAddress(`::${address}`)).toBe(false);
    }),
  );
});

test('nothing outside of global unicast IPv6 is public', () => {
  const group = fc.nat({ max: 0xffff });
  const firstGroup = group.filter((value) => (value < 0x2000 || value > 0x3fff) && value !== 0x64);
  fc.assert(
    fc.property(firstGroup, fc.array(group, { minLength: 7, maxLength: 7 }), (first, rest) => {
      expect(isPublicAddress([first, ...rest].map((value) => value.toString(16)).join(':'))).toBe(false);
    }),
  );
});

test.each(['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '3ffe::1', '1.1.1.1'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  '::',
  '::1',
  'fe80::1',
  'fe80::1%eth0',
  '2606:4700:4700::1111%eth0',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '64:ff9b:1::a00:1',
  '3fff::1',
  'localhost',
  '0177.0.0.1',
  '2130706433',
  '1.1.1',
  '',
])('"%s" is not', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});
