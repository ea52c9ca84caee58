import type { StoredMessage } from '../app/records.ts';
import { channelTraits } from '../channel/channel-traits.ts';
import { showMessage } from '../channel/show-message.ts';
import type { WireAction } from '../v1/wire.ts';
import type { ClickAction } from './user-action.ts';

/**
 * The button a user presses. Throws when a real user could not press it: there is none,
 * the channel cut it off, or the channel has no buttons at all.
 */
export function findButton({ message, channel }: StoredMessage, { button, item }: ClickAction): WireAction {
  if (channelTraits(channel).buttons === 'numbered') {
    throw new Error(`${channel} has no buttons: type the number or the label.`);
  }
  const shown = showMessage(message, channel).bubbles.flatMap((bubble) => bubble.buttons);
  const ofItem = item === undefined ? shown : shown.filter((one) => one.item === item);
  const actionsOf = (index?: number) => (index === undefined ? message.actions : message.items?.[index]?.actions) ?? [];
  const pressed = ofItem.find((one) => {
    const full = actionsOf(one.item)[one.action];
    return one.action === button || one.label === button || full?.text === button;
  });
  const action = pressed && actionsOf(pressed.item)[pressed.action];
  if (action === undefined) {
    const labels = ofItem.map((one) => `"${one.label}"`).join(', ') || 'none';
    throw new Error(`The message shows no button ${JSON.stringify(button)} on ${channel}. Shown: ${labels}.`);
  }
  return action;
}
