import type { ShownButton } from '../smooch/channel/show-buttons.ts';
import { showMessage } from '../smooch/channel/show-message.ts';
import type { SimulatedUser } from '../smooch/control/simulated-user.ts';
import type { SmoochControl } from '../smooch/control/smooch-control.ts';
import type { ServiceEvents } from '../smooch/smooch-service.ts';
import { buttonsOf, drawMessage } from './draw-message.ts';
import { HELP, parseLine } from './parse-line.ts';

/** What became of a line. */
export type Entered =
  /** Something was sent; an answer will come. `shown` is how a transcript tells it. */
  | { kind: 'sent'; shown: string }
  /** Nothing was sent; the lines are for whoever typed. */
  | { kind: 'told'; lines: string[] }
  | { kind: 'mistake'; text: string }
  | { kind: 'quit' };

/** One user's conversation, typed and read in a terminal. */
export interface Chat {
  /** Does what a line says. */
  enter(line: string): Entered;
  /** How many messages the bot has sent. */
  readonly received: number;
  close(): void;
}

interface PressableButton {
  messageId: string;
  button: ShownButton;
}

/** @param onMessage gets each message of the bot, drawn, as it arrives */
export function createChat(
  control: SmoochControl,
  user: SimulatedUser,
  onMessage: (lines: string[], hasButtons: boolean) => void,
): Chat {
  let buttons: PressableButton[] = [];
  let received = 0;
  // The numbers go on over all messages of an answer and begin anew with the next one.
  let startOver = true;

  const listener = ({ userId, stored: { message, channel } }: ServiceEvents['message'][0]): void => {
    if (userId !== user.id || message.role !== 'appMaker') return;
    received++;
    const shown = showMessage(message, channel);
    const added = buttonsOf(shown).map((button) => ({ messageId: message._id, button }));
    if (startOver && added.length > 0) {
      buttons = [];
      startOver = false;
    }
    const lines = drawMessage(shown, buttons.length + 1);
    buttons.push(...added);
    onMessage(lines, added.length > 0);
  };
  control.events.on('message', listener);

  function press(number: number): Entered {
    const pressed = buttons[number - 1];
    if (pressed === undefined) return { kind: 'mistake', text: `There is no button ${number} to press.` };
    const { messageId, button } = pressed;
    user.click(messageId, button.action, button.item);
    startOver = true;
    return { kind: 'sent', shown: `[${button.label}]` };
  }

  return {
    enter(line) {
      const wanted = parseLine(line);
      try {
        switch (wanted.kind) {
          case 'act':
            startOver = true;
            user.act(wanted.action);
            return { kind: 'sent', shown: line.trim() };
          case 'press':
            return press(wanted.number);
          case 'help':
            return { kind: 'told', lines: HELP };
          case 'nothing':
            return { kind: 'told', lines: [] };
          default:
            return wanted as Entered;
        }
      } catch (error) {
        return { kind: 'mistake', text: error instanceof Error ? error.message : String(error) };
      }
    },
    get received() {
      return received;
    },
    close: () => void control.events.off('message', listener),
  };
}
