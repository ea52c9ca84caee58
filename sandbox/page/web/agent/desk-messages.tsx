import { useAutoscroll } from '../api/use-autoscroll.ts';
import { Icon } from '../design/icon.tsx';
import { showClock, showDay } from '../design/show-time.ts';
import { AboutUser } from './about-user.tsx';
import { type ChatView, type DeskUser, useDeskUsers } from './desk-api.ts';
import { DeskMessage } from './desk-message.tsx';
import { HtmlContent } from './html-content.tsx';

/** What was said before the chat, the chat, and how it ended. */
export function DeskMessages({ chat }: { chat: ChatView }) {
  const users = useDeskUsers() ?? [];
  const lastOwn = chat.messages.findLast(({ sender }) => sender !== chat.creator);
  const { list, content, unseen, atEnd, toEnd } = useAutoscroll(chat.messages.length, lastOwn?.id);
  return (
    <div className="desk-messages-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <div ref={list} className="desk-messages" role="log" aria-label="Messages of the chat" tabIndex={0}>
        <div ref={content} className="desk-messages-content">
          <AboutUser chat={chat} />
          <History chat={chat} users={users} />
          <p className="desk-line">
            Chat opened, {showDay(chat.created * 1000)} {showClock(chat.created * 1000)}
          </p>
          {chat.messages.map((message, index) => (
            <DeskMessage
              key={message.id}
              message={message}
              side={message.sender === chat.creator ? 'user' : message.sender === 'system' ? 'desk' : 'agent'}
              name={nameOf(users, message.sender)}
              endsGroup={chat.messages[index + 1]?.sender !== message.sender}
            />
          ))}
          {chat.status === 'closed' && <p className="desk-line">{endOf(chat, users)}</p>}
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

function History({ chat, users }: { chat: ChatView; users: readonly DeskUser[] }) {
  if (chat.history.length === 0) return null;
  return (
    <details className="desk-history">
      <summary>
        Before the chat: {chat.history.length} {chat.history.length === 1 ? 'message' : 'messages'} with the bot
      </summary>
      <ol>
        {chat.history.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a history never changes.
          <li key={index}>
            <p className="desk-history-who">
              {entry.sender === 'assistant' ? 'Bot' : nameOf(users, entry.sender)}{' '}
              <time>{showClock(entry.created * 1000)}</time>
            </p>
            <HtmlContent html={entry.message} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function nameOf(users: readonly DeskUser[], id: string): string {
  return users.find((user) => user.id === id)?.name ?? id;
}

function endOf({ closed, closedBy, closeReason, ticketId, creator }: ChatView, users: readonly DeskUser[]): string {
  const who = closedBy === 'system' ? 'the desk' : closedBy === creator ? 'the user' : nameOf(users, closedBy ?? '');
  const parts = [`Closed by ${who}`, closeReason && `(${closeReason})`, closed && showClock(closed * 1000)];
  return [parts.filter(Boolean).join(' '), ticketId && `ticket ${ticketId}`].filter(Boolean).join(' · ');
}
