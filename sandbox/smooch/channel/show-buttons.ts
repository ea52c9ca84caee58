import type { WireAction } from '../v1/wire.ts';
import type { ChannelTraits } from './channel-traits.ts';
import { cutText } from './split-text.ts';

/** A button as the user sees it. */
export interface ShownButton {
  /** Cut to what the channel takes. */
  label: string;
  type: WireAction['type'];
  /** Where the button opens something. */
  uri?: string;
  /** Position in the message's (or card's) actions; with it the button is pressed. */
  action: number;
  /** Position of the card, for buttons of carousels and lists. */
  item?: number;
}

export interface ShownButtons {
  buttons: ShownButton[];
  /** What stands in the text instead, where the channel has no button for it. */
  lines: string[];
  /** Labels that the user never sees. */
  dropped: string[];
}

/**
 * Too many buttons are cut without an error, as are long labels (Smooch docs: Messenger, reply). A request for the place
 * is a line of text where the channel has no button for it: the user sends the place, or types it.
 */
export function showButtons(actions: readonly WireAction[], traits: ChannelTraits, item?: number): ShownButtons {
  if (traits.buttons === 'numbered') return { buttons: [], lines: actionsToLines(actions), dropped: [] };
  const asText = actions.filter(({ type }) => type === 'locationRequest' && traits.locationRequest === 'text');
  const isQuick = actions.some((action) => action.type === 'reply' || action.type === 'locationRequest');
  const max = isQuick ? traits.maxReplies : traits.maxButtons;
  const length = isQuick ? traits.replyLength : traits.buttonLength;
  const pressable = actions
    .map((action, index) => ({ action, index }))
    .filter(({ action }) => !asText.includes(action));
  const buttons = pressable.slice(0, max).map(({ action, index }) => ({
    label: cutText(labelOf(action), length),
    type: action.type,
    ...(action.uri && { uri: action.uri }),
    action: index,
    ...(item !== undefined && { item }),
  }));
  const dropped = pressable.slice(max).map(({ action }) => labelOf(action));
  return { buttons, lines: asText.map(labelOf), dropped };
}

export function labelOf(action: WireAction): string {
  return action.text ?? action.type;
}

/** Choices are numbered, links stand behind their label. */
function actionsToLines(actions: readonly WireAction[]): string[] {
  let number = 0;
  return actions.map((action) =>
    action.uri ? `${labelOf(action)}: ${action.uri}` : `${++number}. ${labelOf(action)}`,
  );
}
