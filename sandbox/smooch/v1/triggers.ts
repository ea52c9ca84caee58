/** What a v1.1 webhook may subscribe to (Smooch docs: webhook triggers). */
export const TRIGGERS: ReadonlySet<string> = new Set([
  '*',
  'message',
  'message:appUser',
  'message:appMaker',
  'postback',
  'typing:appUser',
  'conversation:start',
  'conversation:read',
  'conversation:referral',
  'message:delivery:channel',
  'message:delivery:user',
  'message:delivery:failure',
  'notification:delivery:channel',
  'notification:delivery:user',
  'notification:delivery:failure',
  'link:match',
  'link:success',
  'link:failure',
  'merge:appUser',
  'appUser:delete',
  'client:add',
  'client:remove',
  'payment:success',
]);

/** What a webhook gets that names no triggers. */
export const DEFAULT_TRIGGERS: readonly string[] = ['message'];

/** Whether a webhook with these triggers is told about an event. */
export function isSubscribed(triggers: readonly string[], trigger: string, starIncludesTyping = false): boolean {
  if (triggers.includes(trigger)) return true;
  // Users of the real API subscribe to `['*', 'typing:appUser']`: the star seems to leave typing out.
  if (triggers.includes('*') && (starIncludesTyping || trigger !== 'typing:appUser')) return true;
  return triggers.includes('message') && (trigger === 'message:appUser' || trigger === 'message:appMaker');
}
