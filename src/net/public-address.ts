import { BlockList, isIP } from 'node:net';

/** Address blocks that are not the public internet (IANA special-purpose address registries). */
const specialBlocks = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by customers of a provider; some clouds keep their metadata service here
  '127.0.0.0/8', // this machine
  '169.254.0.0/16', // link-local, most clouds' metadata service
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '168.63.129.16/32', // looks public, but is Azure's own service inside every virtual machine
  '2001::/23', // protocol assignments, among them Teredo, which carries an IPv4 address
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which carries an IPv4 address
  '3fff::/20', // documentation
];

/** Of IPv6 only this block is handed out as global unicast; all else is local, multicast or a form of IPv4. */
const globalIpv6 = toBlockList(['2000::/3']);
const special = toBlockList(specialBlocks);

function toBlockList(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = '', prefix] = block.split('/');
    list.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/**
 * Whether an IP address is one of the public internet. Private, local, shared, multicast, reserved and documentation
 * blocks are not, nor is anything that is no address in its usual form. IPv4 inside IPv6 (`::ffff:10.0.0.1`) is
 * refused as a whole, but for NAT64: there the address inside counts, since in such a network every IPv4 host has one.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  const behindNat64 = nat64ToIpv4(address);
  if (behindNat64 !== undefined) return isPublicAddress(behindNat64);
  return globalIpv6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** The IPv4 address in the last 32 bits of an address of `64:ff9b::/96` (RFC 6052). */
function nat64ToIpv4(address: string): string | undefined {
  // The URL parser writes every spelling of an IPv6 address in one canonical form.
  const canonical = URL.parse(`http://[${address}]`)?.hostname ?? '';
  const groups = /^\[64:ff9b::(?:([0-9a-f]+):)?([0-9a-f]+)?\]$/.exec(canonical);
  if (groups === null) return undefined;
  const high = Number.parseInt(groups[1] ?? '0', 16);
  const low = Number.parseInt(groups[2] ?? '0', 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
