import type { StoredMessage } from '../app/records.ts';
import { type ShownMessage, showMessage } from '../channel/show-message.ts';
import type { WireMessage } from '../v1/wire.ts';

/** A message with what its channel makes of it. */
export type MessageView = WireMessage & { channel: string; shown: ShownMessage };

export function storedToView({ message, channel }: StoredMessage): MessageView {
  return { ...message, channel, shown: showMessage(message, channel) };
}
