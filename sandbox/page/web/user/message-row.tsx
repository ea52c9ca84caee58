import { memo } from 'react';
import type { MessageMark } from '../../../smooch/control/message-marks.ts';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import { classNames } from '../design/class-names.ts';
import { showClock } from '../design/show-time.ts';
import { Bubble } from './bubble.tsx';
import { channelLabel } from './channels.ts';
import { DeliveryMark } from './delivery-mark.tsx';
import { markOnChannel } from './mark-on-channel.ts';
import { TurnLink } from './turn-link.tsx';

interface MessageRowProps {
  userId: string;
  message: MessageView;
  mark: MessageMark | undefined;
  /** The last of several by the same side: it carries the time. */
  endsGroup: boolean;
  /** Somebody pointed at it in Wire. */
  isSpotlit: boolean;
}

/** One message: its bubbles, the time, how far it is, and what the channel does not show of it. */
export const MessageRow = memo(function MessageRow({ userId, message, mark, endsGroup, isSpotlit }: MessageRowProps) {
  const own = message.role === 'appUser';
  const { bubbles, dropped } = message.shown;
  const cards = bubbles.filter(({ kind }) => kind === 'card');
  const others = bubbles.filter(({ kind }) => kind !== 'card');
  const failed = mark?.state === 'failed';
  const looks = [own ? 'message-own' : 'message-bots', endsGroup && 'message-last', isSpotlit && 'message-spotlit'];
  return (
    <div className={classNames('message', ...looks)} data-message={message._id}>
      <span className="visually-hidden">{own ? 'You:' : 'Answer:'}</span>
      {cards.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
        <section className="cards" aria-label="Cards" tabIndex={0}>
          {cards.map((bubble, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bubbles of a message never change their order.
            <Bubble key={index} {...{ userId, message, bubble }} />
          ))}
        </section>
      )}
      {others.map((bubble, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <Bubble key={index} {...{ userId, message, bubble }} />
      ))}
      <TurnLink userId={userId} messageId={message._id} />
      {dropped.length > 0 && (
        <p className="message-dropped">
          {channelLabel(message.channel)} does not show: {dropped.join(', ')}
        </p>
      )}
      {(endsGroup || failed) && (
        <p className="message-foot">
          <time dateTime={new Date(message.received * 1000).toISOString()}>{showClock(message.received * 1000)}</time>
          {mark && <DeliveryMark mark={markOnChannel(message.channel, own, mark)} own={own} />}
        </p>
      )}
    </div>
  );
});
