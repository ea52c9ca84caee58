import { type DragEvent, useRef, useState } from 'react';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import type { Phone as PhoneInfo } from '../../protocol/page-protocol.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { TypingDots } from '../design/typing-dots.tsx';
import { useFocusHeir } from '../design/use-focus-heir.ts';
import { BUSINESS, channelLabel } from './channels.ts';
import { Composer } from './composer.tsx';
import { composerAround, nextPhoneAround } from './focus-heirs.ts';
import { lastQuickReplies } from './last-quick-replies.ts';
import { LocationDialog } from './location-dialog.tsx';
import { MessageList } from './message-list.tsx';
import { useMessages } from './phone-api.ts';
import { changePhoneDraft } from './phone-drafts.ts';
import { PhoneHead } from './phone-head.tsx';
import { QuickReplies } from './quick-replies.tsx';
import { Suggestions } from './suggestions.tsx';
import '../design/conversation.css';
import './channels.css';
import './phone.css';
import './messages.css';
import './composer.css';

/** A user's phone with the chat, as their channel draws it. */
export function Phone({ phone }: { phone: PhoneInfo }) {
  const { userId, channel, name } = phone;
  const { data, problem } = useMessages(userId);
  const messages = data?.messages;
  const [askLocation, setAskLocation] = useState(false);
  const root = useRef<HTMLElement>(null);
  useFocusHeir(root, nextPhoneAround);
  const replies = messages && lastQuickReplies(messages);
  const drop = (event: DragEvent): void => {
    const dropped = event.dataTransfer.files[0];
    if (dropped === undefined) return;
    event.preventDefault();
    changePhoneDraft(userId, { file: dropped });
  };
  return (
    <article
      ref={root}
      className="phone"
      data-channel={channel}
      data-phone={userId}
      aria-label={`${name} on ${channelLabel(channel)}`}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <PhoneHead phone={phone} />
      <Conversation phone={phone} messages={messages} problem={problem} />
      {replies && (
        <QuickReplies
          key={replies.message._id}
          userId={userId}
          {...replies}
          onAskLocation={() => setAskLocation(true)}
        />
      )}
      <Composer {...{ userId, name }} onLocation={() => setAskLocation(true)} />
      {askLocation && <LocationDialog userId={userId} onClose={() => setAskLocation(false)} />}
    </article>
  );
}

interface ConversationProps {
  phone: PhoneInfo;
  messages: readonly MessageView[] | undefined;
  problem: string | undefined;
}

/** The messages, or why there are none. */
function Conversation({ phone: { userId, channel, name }, messages, problem }: ConversationProps) {
  if (messages === undefined) {
    return (
      <div className="messages-frame">
        <div className="messages-loading">{problem ?? <TypingDots label="Loading the conversation" />}</div>
      </div>
    );
  }
  if (messages.length > 0) return <MessageList userId={userId} channel={channel} messages={messages} />;
  return <NoMessages userId={userId} name={name} />;
}

function NoMessages({ userId, name }: { userId: string; name: string }) {
  const frame = useRef<HTMLDivElement>(null);
  useFocusHeir(frame, composerAround);
  return (
    <div className="messages-frame messages-none" ref={frame}>
      <EmptyState icon="phone" title={`${name} has not written yet`} actions={<Suggestions userId={userId} />}>
        Write something as a customer of {BUSINESS} would, or start with one of these.
      </EmptyState>
    </div>
  );
}
