import { createHash } from 'node:crypto';

/** What stands for somebody of whom no address is known. */
const NOBODY = '0'.repeat(32);

/** The picture Smooch shows of an author: Gravatar's for the e-mail address (Smooch docs: post message, `email`). */
export function avatarUrlOf(email: string | undefined): string {
  const hash =
    email === undefined || email.trim() === ''
      ? NOBODY
      : createHash('md5').update(email.trim().toLowerCase()).digest('hex');
  return `https://www.gravatar.com/avatar/${hash}.png?s=200&d=mm`;
}
