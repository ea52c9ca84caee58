import type { HyperchatControl } from '../hyperchat/control/hyperchat-control.ts';
import type { ToldEvent } from '../hyperchat/hyperchat-service.ts';
import type { ShownButton } from '../smooch/channel/show-buttons.ts';
import { showMessage } from '../smooch/channel/show-message.ts';
import type { SimulatedUser } from '../smooch/control/simulated-user.ts';
import type { SmoochControl } from '../smooch/control/smooch-control.ts';
import type { ServiceEvents } from '../smooch/smooch-service.ts';
import { agentSees } from './agent-view.ts';
import { buttonsOf, drawMessage } from './draw-message.ts';

export interface PressableButton {
  messageId: string;
  button: ShownButton;
}

/** What a user, and the agents who talk with them, have in front of them. */
export interface ConversationView {
  /** How much they have seen. */
  readonly seen: number;
  /** Button number 1, 2, ... of the newest answer. */
  button(number: number): PressableButton | undefined;
  /** The next answer numbers its buttons anew. */
  startOver(): void;
  close(): void;
}

export interface ViewParts {
  smooch: SmoochControl;
  desk: HyperchatControl;
  user: SimulatedUser;
  /** Under which the desk knows the user. */
  externalId: string;
  /** Gets everything that is to be read, drawn, as it happens. */
  onLines: (lines: string[], hasButtons: boolean) => void;
}

const AGENT = 'agent sees: ';

export function createConversationView({ smooch, desk, user, externalId, onLines }: ViewParts): ConversationView {
  let buttons: PressableButton[] = [];
  let seen = 0;
  // The numbers go on over all messages of an answer and begin anew with the next one.
  let startOver = true;

  const show = (lines: string[], hasButtons = false): void => {
    seen++;
    onLines(lines, hasButtons);
  };
  const onMessage = ({ userId, stored: { message, channel } }: ServiceEvents['message'][0]): void => {
    if (userId !== user.id || message.role !== 'appMaker') return;
    const shown = showMessage(message, channel);
    const added = buttonsOf(shown).map((button) => ({ messageId: message._id, button }));
    if (startOver && added.length > 0) {
      buttons = [];
      startOver = false;
    }
    const lines = drawMessage(shown, buttons.length + 1);
    buttons.push(...added);
    show(lines, added.length > 0);
  };
  // The bot's own typing is not worth a line.
  const onActivity = ({ userId, type }: ServiceEvents['activity'][0]): void => {
    const isServed = desk.chats({ externalId, status: 'active' }).length > 0;
    if (userId === user.id && type === 'typing:start' && isServed) show(['bot: ...']);
  };
  const onDeskEvent = (event: ToldEvent): void => {
    const [first, ...others] = agentSees(desk, externalId, event)?.split('\n') ?? [];
    if (first !== undefined) show([AGENT + first, ...others.map((line) => ' '.repeat(AGENT.length) + line)]);
  };
  smooch.events.on('message', onMessage).on('activity', onActivity);
  desk.events.on('event', onDeskEvent);

  return {
    get seen() {
      return seen;
    },
    button: (number) => buttons[number - 1],
    startOver() {
      startOver = true;
    },
    close() {
      smooch.events.off('message', onMessage).off('activity', onActivity);
      desk.events.off('event', onDeskEvent);
    },
  };
}
