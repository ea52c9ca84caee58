import type { StoredMessage } from '../app/records.ts';
import { useClient } from '../app/users.ts';
import type { WireMessage } from '../v1/wire.ts';
import { type Actor, clientOf, performAction } from './perform-action.ts';
import type { UserAction, UserMessageAction } from './user-action.ts';

/** What a kind of message takes beside its main content. */
type More<Kind extends UserMessageAction['do'], Main extends string> = Omit<
  Extract<UserMessageAction, { do: Kind }>,
  'do' | Main
>;

/** A person on a channel, played by a test, the terminal or a page. */
export interface SimulatedUser {
  readonly id: string;
  readonly appId: string;
  /** The channel the user writes on now. */
  readonly platform: string;
  /** The whole conversation, oldest message first. */
  readonly messages: StoredMessage[];
  /** What the bot sent, oldest first. */
  readonly received: WireMessage[];
  /** Goes on on another channel. */
  switchTo(platform: string): void;
  /** Does anything a user can do. Returns the messages it made. */
  act(action: UserAction): WireMessage[];
  say(text: string, more?: More<'text', 'text'>): WireMessage;
  sendImage(url: string, more?: More<'image', 'url'>): WireMessage;
  sendFile(url: string, more?: More<'file', 'url'>): WireMessage;
  /** Presses a button by position or label: a postback, or for a quick reply a text with its payload. */
  click(messageId: string, button: number | string, item?: number): void;
}

/** Plays this user. */
export function createSimulatedUser(actor: Actor): SimulatedUser {
  const { service, app, user } = actor;
  const act = (action: UserAction): WireMessage[] => performAction(actor, action);
  const stored = (): StoredMessage[] => user.conversation?.messages ?? [];
  return {
    id: user._id,
    appId: app._id,
    get platform() {
      return clientOf(actor).platform;
    },
    get messages() {
      return [...stored()];
    },
    get received() {
      return stored().flatMap(({ message }) => (message.role === 'appMaker' ? [message] : []));
    },
    switchTo: (platform) => void useClient(app, user, platform, service.now),
    act,
    say: (text, more) => act({ do: 'text', text, ...more })[0]!,
    sendImage: (url, more) => act({ do: 'image', url, ...more })[0]!,
    sendFile: (url, more) => act({ do: 'file', url, ...more })[0]!,
    click: (messageId, button, item) => void act({ do: 'click', messageId, button, item }),
  };
}
