import type { LookupAddress } from 'node:dns';
import { onTestFinished } from 'vitest';
import { createGuardedFetch, type GuardedFetchOptions } from '../../src/net/guarded-fetch.ts';
import { createTestClock } from './test-server.ts';

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);

/** A downloader with small limits. No proxy, whatever the machine has. */
export function createFetcher(options: Partial<GuardedFetchOptions> = {}) {
  const fetcher = createGuardedFetch({
    connectTimeoutMs: 2_000,
    timeoutMs: 5_000,
    maxBytes: 1_000_000,
    allowedOrigins: [],
    env: {},
    clock: createTestClock(),
    ...options,
  });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

/**
 * A small internet inside the machine: 127.0.0.1 stands for a public address, every other one for a private one.
 * Names have the addresses given, the next ones at each look-up; the last ones stay.
 */
export function smallInternet(names: Record<string, string[][]> = {}) {
  const asked: string[] = [];
  return {
    asked,
    isAllowed: (address: string) => address === '127.0.0.1',
    resolve: async (hostname: string): Promise<LookupAddress[]> => {
      asked.push(hostname);
      const answers = names[hostname];
      if (answers === undefined) throw Object.assign(new Error(`no ${hostname}`), { code: 'ENOTFOUND' });
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
      return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}
