import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { FetchRefusedError } from './fetch-refused-error.ts';
import { isPublicAddress } from './public-address.ts';

export interface AddressGuardOptions {
  /** Finds all addresses of a host. Default: as the system does it. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>;
  /** Which addresses may be connected to. Default: those of the public internet. */
  isAllowed?: (address: string) => boolean;
}

/** Keeps connections away from what is not on the public internet. Everything throws FetchRefusedError. */
export interface AddressGuard {
  /** Checks a host that is an address itself; names pass. */
  checkLiteral(url: URL): void;
  /** Checks what a host is and, when it is a name, every address it has now. */
  checkHost(url: URL): Promise<void>;
  /**
   * For `net.connect`: gives the addresses that were checked, so that the connection goes to one of them and not to
   * what the name server answers a moment later.
   */
  lookup: LookupFunction;
}

/** Creates the check. One address that is not allowed refuses the name, whatever else it has. */
export function createAddressGuard(options: AddressGuardOptions = {}): AddressGuard {
  const { resolve = (hostname) => lookup(hostname, { all: true }), isAllowed = isPublicAddress } = options;

  async function checkedAddresses(hostname: string): Promise<LookupAddress[]> {
    const addresses = await resolve(hostname);
    if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address))) throw notPublic(hostname);
    return addresses;
  }

  function checkLiteral(url: URL): void {
    const host = hostOf(url);
    if (isIP(host) !== 0 && !isAllowed(host)) throw notPublic(host);
  }

  return {
    checkLiteral,
    async checkHost(url) {
      checkLiteral(url);
      if (isIP(hostOf(url)) === 0) await checkedAddresses(hostOf(url));
    },
    lookup(hostname, { all }, callback) {
      checkedAddresses(hostname).then(
        (addresses) => {
          const [first] = addresses;
          if (all || first === undefined) callback(null, addresses);
          else callback(null, first.address, first.family);
        },
        (error: Error) => callback(error, []),
      );
    },
  };
}

/** The host without the brackets of IPv6. The URL parser has already made decimal, octal and hex forms dotted ones. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function notPublic(host: string): FetchRefusedError {
  return new FetchRefusedError(
    `${host} is not on the public internet; if files may be fetched there, add its origin to server.media_origins`,
  );
}
