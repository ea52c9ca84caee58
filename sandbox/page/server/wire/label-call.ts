import type { JournalEntry } from '../../../control/journal.ts';

export type SystemName = 'chatbot' | 'smooch' | 'hyperchat';

const LABELS: Record<SystemName, Record<string, string>> = {
  chatbot: {
    auth: 'get an access token',
    refresh: 'renew the access token',
    apis: 'ask where the API is',
    conversation: 'open a bot session',
    message: 'ask the bot',
    history: 'read the history',
    variables: 'set a variable',
    tracking: 'track',
    data: 'read ExtraInfo',
    surveys: 'read a survey',
  },
  smooch: {
    message: 'send message',
    activity: 'show activity',
    history: 'look up messages',
    user: 'read the user',
    read: 'mark as read',
    'update-user': 'update the user',
    attachment: 'upload a file',
    media: 'download a file',
    integrations: 'read integrations',
    webhooks: 'read webhooks',
  },
  hyperchat: {
    message: 'write to the agent',
    upload: 'send a file to the agent',
    media: 'download a file',
    assign: 'look for an agent',
    history: 'read the chat’s history',
    'add-history': 'hand over what was said',
    messages: 'read the chat’s messages',
    read: 'mark as read',
    membership: 'chat membership',
    chat: 'read the chat',
    'update-chat': 'update the chat',
    close: 'end the chat',
    'create-chat': 'open a chat',
    'sign-up': 'sign the user up',
    'find-user': 'find the user',
    user: 'read the desk user',
    'update-user': 'update the desk user',
    activity: 'show typing to the agent',
    settings: 'is there a queue?',
    'agents-available': 'is an agent there?',
    'agents-online': 'is an agent online?',
    ticketing: 'ticketing',
    validate: 'check the credentials',
    survey: 'read a survey',
  },
};

/** Calls the connector makes for itself, whichever turn happens to run. */
const LOOSE: Record<SystemName, readonly string[]> = {
  chatbot: ['auth', 'refresh', 'apis', 'data'],
  smooch: ['webhooks', 'integrations'],
  hyperchat: ['validate'],
};

/** A call in a few words. */
export function labelCall(system: SystemName, { endpoint, method, path, body }: JournalEntry): string {
  const fields = asMap(body);
  if (system === 'smooch' && endpoint === 'message' && typeof fields.type === 'string' && fields.type !== 'text')
    return `send ${fields.type}`;
  if (endpoint === 'activity' && fields.type === 'typing:start') return 'show typing';
  if (endpoint === 'activity' && fields.type === 'typing:stop') return 'stop typing';
  if (system === 'smooch' && endpoint === 'webhooks' && method !== 'GET') return 'change webhooks';
  if (endpoint === 'tracking' && typeof fields.type === 'string') return `track ${fields.type}`;
  return LABELS[system][endpoint] ?? `${method} ${path.split('?')[0]}`;
}

/** True for calls that no turn asked for: tokens, ExtraInfo, the list of webhooks. */
export function isLoose(system: SystemName, endpoint: string): boolean {
  return LOOSE[system].includes(endpoint);
}

export function asMap(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
