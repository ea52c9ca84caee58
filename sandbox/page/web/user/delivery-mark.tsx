import type { MessageMark } from '../../../smooch/control/message-marks.ts';
import { Icon } from '../design/icon.tsx';
import './delivery-mark.css';

const words: Record<MessageMark['state'], { own: string; bots: string }> = {
  sending: { own: 'Sending', bots: 'Sending' },
  sent: { own: 'Sent', bots: 'Sent to Smooch' },
  channel: { own: 'Sent', bots: 'Accepted by the channel' },
  delivered: { own: 'Delivered to the connector', bots: 'On the device' },
  read: { own: 'Read', bots: 'Read' },
  failed: { own: 'Not delivered', bots: 'Not delivered' },
};

/** How far a message is: one tick, two, two in colour, or what went wrong. */
export function DeliveryMark({ mark, own }: { mark: MessageMark; own: boolean }) {
  const { state, reason } = mark;
  const word = words[state][own ? 'own' : 'bots'];
  if (state === 'failed') {
    return (
      <span className="mark mark-failed">
        <Icon name="warning" size={13} /> {word}
        {reason && `: ${reason}`}
      </span>
    );
  }
  return (
    <span className={`mark mark-${state}`} title={word}>
      <span className="visually-hidden">{word}</span>
      {state === 'sending' ? (
        <Icon name="clock" size={12} />
      ) : (
        <Ticks two={state === 'delivered' || state === 'read'} />
      )}
    </span>
  );
}

function Ticks({ two }: { two: boolean }) {
  return (
    <svg width={two ? 17 : 12} height="11" viewBox={two ? '0 0 17 11' : '0 0 12 11'} fill="none" aria-hidden="true">
      <g stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
        <path d="M1.5 6l3 3 6-7" />
        {two && <path d="M8.5 8l1 1 6-7" />}
      </g>
    </svg>
  );
}
