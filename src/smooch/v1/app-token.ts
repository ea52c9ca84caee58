import { SignJWT } from 'jose';
import type { KeyPair } from './wire.ts';

/** Gives the `Authorization` header of a key pair. */
export type AppTokenSource = (pair: KeyPair) => Promise<string>;

const mostPairs = 100;

function signAppToken({ key, secret }: KeyPair): Promise<string> {
  return new SignJWT({ scope: 'app' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key })
    .sign(new TextEncoder().encode(secret));
}

/**
 * Signs the token of a key pair once and keeps it. Its only claim is the scope, so it never ends and signing it
 * again would give the same token (Smooch docs: authentication, JWT).
 */
export function createAppTokenSource(): AppTokenSource {
  const headers = new Map<string, Promise<string>>();
  return (pair) => {
    // JSON, because no separator could be relied on not to be part of a key.
    const id = JSON.stringify([pair.key, pair.secret]);
    let header = headers.get(id);
    if (header === undefined) {
      header = signAppToken(pair).then((token) => `Bearer ${token}`);
      if (headers.size >= mostPairs) headers.clear();
      headers.set(id, header);
    }
    return header;
  };
}
