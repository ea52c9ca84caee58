import { channelTraits } from '../../../smooch/channel/channel-traits.ts';
import type { MessageMark } from '../../../smooch/control/message-marks.ts';

/** How far a message is, as its channel can tell: where nobody learns that something was read, it ends with its arrival. */
export function markOnChannel(channel: string, own: boolean, mark: MessageMark): MessageMark {
  const { confirmsReading, confirmsArrival } = channelTraits(channel);
  if (mark.state !== 'read' || confirmsReading) return mark;
  return { state: own || confirmsArrival ? 'delivered' : 'channel' };
}
