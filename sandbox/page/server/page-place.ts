import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** Where the page is served. */
export interface PagePlace {
  host: string;
  /** Known once it listens. */
  port(): number;
  /** What opens the page where others than this machine reach it; undefined where only this machine does. */
  token: string | undefined;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
}

export function randomToken(): string {
  return randomBytes(24).toString('base64url');
}

/** The address to open. One that stands for every address of this machine is shown as one of them. */
export function pageUrl(place: PagePlace): string {
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const host = everywhere[place.host] ?? (isIPv6(place.host) ? `[${place.host}]` : place.host);
  return `http://${host}:${place.port()}/${place.token === undefined ? '' : `?token=${place.token}`}`;
}
