import { randomBytes } from 'node:crypto';

/** A new id that says what it is of, for example `c_91f3a0b2c4d5` for a chat. */
export function newId(prefix: 'u' | 'c' | 'm' | 't' | 'w' | 'id'): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}
