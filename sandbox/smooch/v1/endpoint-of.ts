/** Names by which faults, latencies and the journal know the calls; the most frequent first. */
const endpoints: readonly [method: string, path: RegExp, name: string][] = [
  ['POST', /\/appusers\/[^/]+\/messages$/, 'message'],
  ['POST', /\/appusers\/[^/]+\/conversation\/activity$/, 'activity'],
  ['GET', /\/appusers\/[^/]+\/messages$/, 'history'],
  ['GET', /\/appusers\/[^/]+$/, 'user'],
  ['POST', /\/appusers\/[^/]+\/conversation\/read$/, 'read'],
  ['DELETE', /\/appusers\/[^/]+\/messages(\/[^/]+)?$/, 'delete-messages'],
  ['POST', /\/appusers\/merge$/, 'merge'],
  ['POST', /\/appusers$/, 'create-user'],
  ['PUT', /\/appusers\/[^/]+$/, 'update-user'],
  ['DELETE', /\/appusers\/[^/]+$/, 'delete-user'],
  ['POST', /\/attachments$/, 'attachment'],
  ['POST', /\/attachments\/remove$/, 'remove-attachment'],
  ['GET', /\/integrations$/, 'integrations'],
  ['POST', /\/integrations$/, 'integrations'],
  ['GET', /\/integrations\/[^/]+$/, 'integrations'],
  ['DELETE', /\/integrations\/[^/]+$/, 'integrations'],
  ['GET', /\/appusers\/[^/]+\/channels$/, 'channels'],
  ['DELETE', /\/appusers\/[^/]+\/channels\/[^/]+$/, 'channels'],
  ['GET', /\/apps\/[^/]+$/, 'app'],
  ['PUT', /\/apps\/[^/]+$/, 'app'],
  ['GET', /^\/media\//, 'media'],
];

/** The name of a call; every call about webhooks is `webhooks`. */
export function endpointOf(method: string, path: string): string {
  const known = endpoints.find(([wanted, pattern]) => wanted === method && pattern.test(path));
  if (known) return known[2];
  if (/\/webhooks(\/[^/]+)?$/.test(path)) return 'webhooks';
  return /\/menu$/.test(path) ? 'menu' : 'unknown';
}
