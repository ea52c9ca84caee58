import type { ChatView } from '../../sandbox/hyperchat/control/views.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import type { UserAction } from '../../sandbox/smooch/control/user-action.ts';
import { drawMessage } from '../scenarios/draw-message.ts';
import type { DeskStand } from '../support/desk-stand.ts';

/** A user on a channel. What is done resolves, when nothing moves any more, with the messages that came of it. */
export interface Visitor {
  readonly user: SimulatedUser;
  /** Under which the desk knows this user. */
  readonly externalId: string;
  says(text: string): Promise<string[]>;
  /** Presses the button of the newest message that has one with this label. */
  presses(label: string): Promise<string[]>;
  does(action: UserAction): Promise<string[]>;
  /** What comes of something that others do. */
  sees(act: () => unknown): Promise<string[]>;
  /** Everything received so far. */
  seen(): string[];
  /** Chats at the desk, oldest first. */
  chats(): ChatView[];
  /** The newest chat at the desk; throws when there is none. */
  chat(): ChatView;
  /** What this user said in the newest chat, as the agent reads it. */
  said(): string[];
  /** Asks for a person and says yes: a chat waits at the desk. */
  opensChat(): Promise<ChatView>;
  /** The same, and Carla takes the chat. */
  meetsCarla(): Promise<ChatView>;
}

/** Somebody new on a channel of the stand. */
export function visitorOf(stand: DeskStand, platform = 'web', profile: Record<string, string> = {}): Visitor {
  const { smooch, desk } = stand;
  const user = smooch.control.createUser({ platform, ...profile });
  const externalId = `smooch-${user.appId}-${user.id}`;

  const sees = async (act: () => unknown) => {
    const before = user.received.length;
    await act();
    await stand.settled();
    return user.received.slice(before).map(drawMessage);
  };
  const does = (action: UserAction) => sees(() => user.act(action));
  const press = (label: string) => {
    for (const message of user.received.toReversed()) {
      const button = message.actions?.findIndex(({ text }) => text === label) ?? -1;
      if (button >= 0) return user.click(message._id, button);
    }
    throw new Error(`No button "${label}" in ${JSON.stringify(user.received.map(drawMessage))}`);
  };
  const chats = () => desk.control.chats({ externalId });
  const chat = () => {
    const newest = chats().at(-1);
    if (newest === undefined) throw new Error('There is no chat of this user.');
    return newest;
  };

  const visitor: Visitor = {
    user,
    externalId,
    does,
    sees,
    chats,
    chat,
    says: (text) => does({ do: 'text', text }),
    presses: (label) => sees(() => press(label)),
    seen: () => user.received.map(drawMessage),
    said: () =>
      chat().messages.flatMap(({ sender, message, file }) =>
        sender === chat().creator ? [file?.name ?? message] : [],
      ),
    async opensChat() {
      await visitor.says('I want to talk to a human');
      await visitor.says('yes');
      return chat();
    },
    async meetsCarla() {
      const { id } = await visitor.opensChat();
      desk.control.invite(id, 'u_carla');
      stand.carla.accept(id);
      await stand.settled();
      return chat();
    },
  };
  return visitor;
}
