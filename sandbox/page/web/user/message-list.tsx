import { useEffect } from 'react';
import { channelTraits } from '../../../smooch/channel/channel-traits.ts';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import { refresh } from '../api/resources.ts';
import { useAutoscroll } from '../api/use-autoscroll.ts';
import { Icon } from '../design/icon.tsx';
import { showClock, showDay } from '../design/show-time.ts';
import { TypingDots } from '../design/typing-dots.tsx';
import { BUSINESS, channelLabel } from './channels.ts';
import { MessageRow } from './message-row.tsx';
import { actAs, useMarks } from './phone-api.ts';
import { useSpotlitMessage } from './use-spotlit-message.ts';
import { useTyping } from './use-typing.ts';

/** A pause after which the time is said anew, seconds. */
const PAUSE_S = 15 * 60;
/** Messages this close to each other stand together, seconds. */
const TOGETHER_S = 120;

interface MessageListProps {
  userId: string;
  channel: string;
  messages: readonly MessageView[];
}

/** The conversation. It stays at the end while the reader is there, and never moves under a reader who is not. */
export function MessageList({ userId, channel, messages }: MessageListProps) {
  const marks = useMarks(userId);
  const last = messages.at(-1);
  const lastOwn = messages.findLast(({ role }) => role === 'appUser');
  const traits = channelTraits(channel);
  const typing = useTyping(userId, last?._id) && traits.typing;
  const { list, content, unseen, atEnd, toEnd } = useAutoscroll(messages.length, lastOwn?._id);
  const spotlit = useSpotlitMessage(list, messages);
  useReadMark(userId, atEnd && traits.confirmsReading, last);
  return (
    <div className="messages-frame">
      <div
        ref={list}
        className="messages"
        role="log"
        aria-label={`Messages with ${BUSINESS} on ${channelLabel(channel)}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
        tabIndex={0}
      >
        <div ref={content} className="messages-content">
          {messages.map((message, index) => (
            <Row
              key={message._id}
              {...{ userId, message, mark: marks[message._id], isSpotlit: message._id === spotlit }}
              {...around(messages, index)}
            />
          ))}
          {typing && (
            <div className="message message-bots">
              <div className="bubble bubble-text-only">
                <TypingDots label={`${BUSINESS} is typing`} />
              </div>
            </div>
          )}
        </div>
      </div>
      {unseen > 0 && !atEnd && (
        <button type="button" className="new-messages" onClick={toEnd}>
          <Icon name="down" size={15} />
          {unseen === 1 ? '1 new message' : `${unseen} new messages`}
        </button>
      )}
    </div>
  );
}

type RowProps = Parameters<typeof MessageRow>[0] & { startsTime: boolean };

function Row({ startsTime, ...row }: RowProps) {
  const at = row.message.received * 1000;
  return (
    <>
      {startsTime && (
        <p className="time-line">
          <strong>{showDay(at)}</strong> {showClock(at)}
        </p>
      )}
      <MessageRow {...row} />
    </>
  );
}

function around(messages: readonly MessageView[], index: number): { startsTime: boolean; endsGroup: boolean } {
  const [before, message, after] = [messages[index - 1], messages[index]!, messages[index + 1]];
  const pause = message.received - (before?.received ?? 0);
  return {
    startsTime: pause > PAUSE_S || showDay(message.received * 1000) !== showDay((before?.received ?? 0) * 1000),
    endsGroup: after?.role !== message.role || after.received - message.received > TOGETHER_S,
  };
}

/**
 * A phone tells that its user has seen the last message: here, when it is on the screen of somebody who looks.
 * @param tells whether the end is on the screen, and the channel tells it
 */
function useReadMark(userId: string, tells: boolean, last: MessageView | undefined): void {
  const unread = last?.role === 'appMaker' ? last._id : undefined;
  useEffect(() => {
    if (!tells || unread === undefined) return;
    const tell = (): void => {
      if (!document.hasFocus()) return;
      removeEventListener('focus', tell);
      actAs(userId, { do: 'read' })
        .then(() => refresh(`/api/smooch/users/${userId}/marks`))
        .catch(() => undefined);
    };
    const timer = setTimeout(tell, 600);
    addEventListener('focus', tell);
    return () => {
      clearTimeout(timer);
      removeEventListener('focus', tell);
    };
  }, [userId, tells, unread]);
}
