import { randomBytes } from 'node:crypto';

export type IssuedToken = {
  accessToken: string /** Unix seconds. */;
  expiration: number /** Seconds. */;
  expires_in: number;
};

export type AccessTokens = {
  issue(): IssuedToken;
  isValid(token: string): boolean;
  expireAll(): void;
};

/** How many tokens may pile up before the expired ones are thrown away. */
const SWEEP_AT = 1000;

/** The access tokens in circulation, each with its end. `now` in milliseconds since 1970. */
export function createAccessTokens(lifetimeSeconds: number, now: () => number): AccessTokens {
  const ends = new Map<string, number>();

  function sweep(): void {
    for (const [token, end] of ends) if (end <= now()) ends.delete(token);
  }

  return {
    issue() {
      if (ends.size >= SWEEP_AT) sweep();
      const accessToken = randomBytes(48).toString('base64url');
      const end = now() + lifetimeSeconds * 1000;
      ends.set(accessToken, end);
      return { accessToken, expiration: Math.floor(end / 1000), expires_in: lifetimeSeconds };
    },
    isValid: (token) => (ends.get(token) ?? 0) > now(),
    expireAll: () => ends.clear(),
  };
}
