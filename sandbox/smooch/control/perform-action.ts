import type { Happening } from '../app/app-event.ts';
import { conversationOf, markReadByUser } from '../app/conversation.ts';
import type { AppRecord, UserRecord } from '../app/records.ts';
import { useClient } from '../app/users.ts';
import type { SmoochService } from '../smooch-service.ts';
import type { WireClient, WireMessage } from '../v1/wire.ts';
import { findButton } from './press-button.ts';
import type { ClickAction, UserAction, UserMessageAction } from './user-action.ts';
import { actionToMessage } from './user-message.ts';

/** A user and where everything about them is kept. */
export interface Actor {
  service: SmoochService;
  app: AppRecord;
  user: UserRecord;
}

/** The channel the user is on. Throws for a user who is on none yet. */
export function clientOf({ user }: Actor): WireClient {
  const client = user.clients[0];
  if (client === undefined)
    throw new Error('This user has no channel yet: create one with a platform, or switchTo one.');
  return client;
}

/** Does what the action says and tells the webhooks. Returns the messages it made; throws when a real user could not do it. */
export function performAction(actor: Actor, action: UserAction): WireMessage[] {
  switch (action.do) {
    case 'together':
      return sendMessages(actor, action.messages);
    case 'click':
      return pressButton(actor, action);
    case 'read':
      markReadByUser(conversationOf(actor.user), actor.service.now() / 1000);
      return publish(actor, { kind: 'read' });
    case 'menu':
      return publish(actor, {
        kind: 'postback',
        action: { type: 'postback', text: action.text, payload: action.payload },
      });
    case 'typing':
      return publish(actor, { kind: 'typing', activity: action.activity ?? 'typing:start' });
    case 'start':
      return publish(actor, { kind: 'start', referral: action.referral });
    case 'referral':
      return publish(actor, { kind: 'referral', referral: action.referral });
    default:
      return sendMessages(actor, [action]);
  }
}

function sendMessages(actor: Actor, actions: readonly UserMessageAction[]): WireMessage[] {
  const { service, app, user } = actor;
  const client = useClient(app, user, clientOf(actor).platform, service.now);
  const conversation = conversationOf(user);
  const sizeOf = (url: string): number | undefined =>
    service.media.owns(url) ? service.media.get(url)?.bytes.length : undefined;
  const messages: WireMessage[] = [];
  for (const action of actions) {
    const before = messages.at(-1)?.received;
    messages.push(actionToMessage(action, { user, client, conversation, now: service.now, sizeOf, before }));
  }
  const [first, ...others] = messages;
  if (first !== undefined) service.addMessages(app, user, [first, ...others], client);
  return messages;
}

function pressButton(actor: Actor, action: ClickAction): WireMessage[] {
  const stored = actor.user.conversation?.messages.find(({ message }) => message._id === action.messageId);
  if (stored === undefined) throw new Error(`There is no message ${action.messageId} in this conversation.`);
  const button = findButton(stored, action);
  // A quick reply comes back as a text that carries the payload (Smooch docs: reply).
  const { text = '', payload, metadata } = button;
  const { replyMetadata, echoPostback } = actor.service.settings;
  if (button.type === 'reply') {
    return sendMessages(actor, [
      { do: 'text', text, payload, ...(replyMetadata && metadata && { extra: { metadata } }) },
    ]);
  }
  if (button.type !== 'postback') {
    throw new Error(`A ${button.type} button opens something on the user's device; the business is not told.`);
  }
  const { uri: _uri, ...pressed } = button;
  publish(actor, { kind: 'postback', action: pressed, message: stored.message });
  return echoPostback ? sendMessages(actor, [{ do: 'text', text }]) : [];
}

function publish(actor: Actor, happening: Happening): [] {
  const { service, app, user } = actor;
  const client = clientOf(actor);
  conversationOf(user);
  service.publish({ ...happening, app, user, client });
  return [];
}
