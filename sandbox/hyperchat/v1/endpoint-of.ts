/** Names by which faults, latencies and the journal know the calls. */
const endpoints: readonly [method: string, path: RegExp, name: string][] = [
  ['POST', /\/chats\/[^/]+\/messages$/, 'message'],
  ['GET', /\/chats\/[^/]+\/messages$/, 'messages'],
  ['PUT', /\/messages\/[^/]+\/read$/, 'read'],
  ['GET', /\/chats\/[^/]+\/assign$/, 'assign'],
  ['GET', /\/chats\/[^/]+\/history$/, 'history'],
  ['POST', /\/chats\/[^/]+\/history$/, 'add-history'],
  ['POST', /\/chats\/[^/]+\/(?:toinbox|join)$/, 'membership'],
  ['PUT', /\/chats\/[^/]+\/leave$/, 'membership'],
  ['GET', /\/chats\/[^/]+\/users$/, 'membership'],
  ['GET', /\/chats\/[^/]+$/, 'chat'],
  ['PUT', /\/chats\/[^/]+$/, 'update-chat'],
  ['DELETE', /\/chats\/[^/]+$/, 'close'],
  ['POST', /\/chats$/, 'create-chat'],
  ['GET', /\/chats$/, 'chats'],
  ['POST', /\/users$/, 'sign-up'],
  ['GET', /\/users$/, 'find-user'],
  ['POST', /\/users\/[^/]+\/activity$/, 'activity'],
  ['GET', /\/users\/[^/]+$/, 'user'],
  ['PUT', /\/users\/[^/]+$/, 'update-user'],
  ['POST', /\/media$/, 'upload'],
  ['GET', /\/media\/[^/]+$/, 'media'],
  ['GET', /\/settings$/, 'settings'],
  ['GET', /\/agents\/available$/, 'agents-available'],
  ['GET', /\/agents\/online$/, 'agents-online'],
  ['GET', /\/apps\/[^/]+\/validate$/, 'validate'],
  ['GET', /\/surveys\/[^/]+$/, 'survey'],
];

/** Where all calls have one name. */
const areas = /^\/v1\/(settings|agents|invitations|queues|webhooks|id)(?:\/|$)/;

/** The name of a call. The stub of the ticketing API is `ticketing` as a whole. */
export function endpointOf(method: string, path: string): string {
  if (path.startsWith('/ticketing/')) return 'ticketing';
  const plain = path.replace(/\/$/, '');
  const known = endpoints.find(([wanted, pattern]) => wanted === method && pattern.test(plain));
  return known?.[2] ?? areas.exec(plain)?.[1] ?? 'unknown';
}
