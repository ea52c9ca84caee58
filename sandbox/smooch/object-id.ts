import { randomBytes, randomInt } from 'node:crypto';

const processPart = randomBytes(5).toString('hex');
let counter = randomInt(0x1000000);

/** A new id as Smooch gives them: 24 hex digits, ascending inside one process. */
export function newObjectId(): string {
  counter = (counter + 1) & 0xffffff;
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return seconds.padStart(8, '0') + processPart + counter.toString(16).padStart(6, '0');
}
