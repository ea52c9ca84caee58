import { newObjectId } from '../../sandbox/smooch/object-id.ts';

/** Whose webhook it is. */
export interface Sender {
  appId: string;
  id: string;
}

type Json = Record<string, unknown>;

let lastSecond = 1_612_345_678;

/** A text as a user types it (Smooch docs: message events); each has an id of its own and comes a second later. */
export function textMessage(text: string, more: Json = {}): Json {
  lastSecond += 1;
  return {
    _id: newObjectId(),
    type: 'text',
    text,
    role: 'appUser',
    authorId: newObjectId(),
    name: 'Ana Gil',
    received: lastSecond + 0.123,
    source: { type: 'whatsapp', integrationId: newObjectId(), originalMessageId: 'wamid.X' },
    ...more,
  };
}

/** What stands around every event of a user (Smooch docs: webhook payloads). */
export function envelopeOf(from: Sender, trigger: string, more: Json = {}): Json {
  return {
    trigger,
    version: 'v1.1',
    app: { _id: from.appId },
    appUser: { _id: from.id, userId: 'crm-77', conversationStarted: true },
    conversation: { _id: newObjectId() },
    ...more,
  };
}

/** `message:appUser` with one or several messages: texts, or messages as they are. */
export function messageBody(from: Sender, ...messages: (string | Json)[]): Json {
  const list = messages.map((message) => (typeof message === 'string' ? textMessage(message) : message));
  return envelopeOf(from, 'message:appUser', { messages: list });
}

/** The press of a button (Smooch docs: postback). */
export function pressOf(button: { id?: string; text?: string; payload?: string; messageId?: string }): Json {
  const { id = newObjectId(), text = 'More', payload = 'MORE', messageId } = button;
  const action = { _id: id, type: 'postback', text, payload };
  if (messageId === undefined) return { action };
  return { action, message: { _id: messageId, type: 'text', text: 'Want more?', role: 'appMaker', actions: [action] } };
}

/** `postback`, without a time stamp unless `more` brings one. */
export function postbackBody(from: Sender, press: Json, more: Json = {}): Json {
  return envelopeOf(from, 'postback', { postbacks: [press], ...more });
}
