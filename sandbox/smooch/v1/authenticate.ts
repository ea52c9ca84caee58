import { createSecretKey } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { AppKey, AppRecord } from '../app/records.ts';
import { SmoochApiError, unauthorized } from './smooch-api-error.ts';

const REMEMBERED_TOKENS = 1000;

/** Finds the app whose key an `Authorization` header proves. */
export interface Authenticator {
  /** Throws 401 for missing, false or unsigned credentials and 403 for a scope that does not reach an app. */
  authenticate(header: string | undefined): Promise<AppRecord>;
}

interface RememberedToken {
  app: AppRecord;
  key: AppKey;
  /** Milliseconds since 1970; undefined for a token without an end. */
  endsAt: number | undefined;
}

/** Knows the keys that these apps have at the moment; takes Basic `keyId:secret` and JWT with `kid` (Smooch docs: authentication). */
export function createAuthenticator(apps: ReadonlyMap<string, AppRecord>): Authenticator {
  // A connector uses one token for thousands of calls; its signature is checked once.
  const remembered = new Map<string, RememberedToken>();

  function findKey(id: string): { app: AppRecord; key: AppKey } | undefined {
    for (const app of apps.values()) {
      const key = app.keys.find((one) => one.id === id);
      if (key !== undefined) return { app, key };
    }
    return undefined;
  }

  function authenticateBasic(encoded: string): AppRecord {
    const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const found = findKey(id);
    if (found === undefined || found.key.secret !== secret.join(':')) throw unauthorized('Invalid credentials');
    return found.app;
  }

  async function authenticateJwt(token: string): Promise<AppRecord> {
    const known = remembered.get(token);
    if (known !== undefined && isStillValid(known)) return known.app;
    const found = findKey(keyIdOf(token));
    if (found === undefined) throw unauthorized('Invalid JWT header. Missing or unknown key id (kid)');
    const claims = await verifiedClaims(token, found.key.secret);
    requireAppScope(claims.scope);
    if (remembered.size >= REMEMBERED_TOKENS) remembered.clear();
    remembered.set(token, { ...found, endsAt: claims.exp === undefined ? undefined : claims.exp * 1000 });
    return found.app;
  }

  return {
    async authenticate(header) {
      const [, scheme, credentials] = /^(\w+) +(\S+)$/.exec(header ?? '') ?? [];
      if (credentials === undefined) throw unauthorized('Authorization is required');
      if (scheme?.toLowerCase() === 'basic') return authenticateBasic(credentials);
      if (scheme?.toLowerCase() === 'bearer') return authenticateJwt(credentials);
      throw unauthorized('Authorization must be Basic or Bearer');
    },
  };
}

function isStillValid({ app, key, endsAt }: RememberedToken): boolean {
  return app.keys.includes(key) && (endsAt === undefined || endsAt > Date.now());
}

function keyIdOf(token: string): string {
  try {
    return decodeProtectedHeader(token).kid ?? '';
  } catch {
    throw unauthorized('Invalid JWT');
  }
}

async function verifiedClaims(token: string, secret: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, createSecretKey(Buffer.from(secret)), { algorithms: ['HS256'] });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthorized('The JWT is expired');
    throw unauthorized('Invalid JWT signature');
  }
}

/** The keys here belong to apps: `account` is beyond them, and `appUser` is for the SDKs on the user's side. */
function requireAppScope(scope: unknown): void {
  if (scope === undefined) throw unauthorized('The JWT has no scope');
  if (scope !== 'app') throw new SmoochApiError(403, 'forbidden', 'The key and scope do not reach this resource');
}
