import { inspect } from 'node:util';
import { maskAddress, maskAddresses } from '../core/mask-secret.ts';

/** An error that nobody has thought of, with its stack. Its fields may hold an address with a password. */
export function unexpectedToText(error: unknown): string {
  const shown = inspect(error).replace(quotedAddress, (_found, quote: string, address: string) => {
    return quote + maskAddress(address) + quote;
  });
  return maskAddresses(shown);
}

/** As `inspect` quotes a text; a password in it may hold spaces. */
const quotedAddress = /(["'`])([^"'`\n]*:\/\/[^"'`\n]*)\1/g;
