import { Avatar } from '../design/avatar.tsx';
import { Badge } from '../design/badge.tsx';
import { showClock } from '../design/show-time.ts';
import { type ChatView, type MessageView, useDeskUsers } from './desk-api.ts';
import { htmlToText } from './html-to-text.ts';
import { useChooseChat } from './use-choose-chat.ts';

/** Open chats, the newest first, then those that are over. */
export function ChatList({ chats, chosen }: { chats: readonly ChatView[]; chosen: string | undefined }) {
  const newest = chats.toReversed();
  const open = newest.filter(({ status }) => status !== 'closed');
  const closed = newest.filter(({ status }) => status === 'closed');
  if (newest.length === 0) return null;
  return (
    <section className="side-part" aria-label="Chats">
      <div className="side-head">
        <h3>Chats</h3>
      </div>
      {open.length === 0 && <p className="side-none">No open chat.</p>}
      <ChatLines chats={open} chosen={chosen} />
      {closed.length > 0 && (
        <details open={closed.some(({ id }) => id === chosen)}>
          <summary className="side-summary">Closed ({closed.length})</summary>
          <ChatLines chats={closed} chosen={chosen} />
        </details>
      )}
    </section>
  );
}

function ChatLines({ chats, chosen }: { chats: readonly ChatView[]; chosen: string | undefined }) {
  return (
    <ul className="side-list">
      {chats.map((chat) => (
        <li key={chat.id}>
          <ChatLine chat={chat} chosen={chat.id === chosen} />
        </li>
      ))}
    </ul>
  );
}

function ChatLine({ chat, chosen }: { chat: ChatView; chosen: boolean }) {
  const name = useDeskUsers()?.find(({ id }) => id === chat.creator)?.name ?? '…';
  const choose = useChooseChat();
  const last = chat.messages.at(-1);
  return (
    <button type="button" className="chat-line" aria-current={chosen || undefined} onClick={() => choose(chat)}>
      <Avatar name={name} />
      <span className="chat-line-text">
        <span className="chat-line-name">{name}</span>
        <span className="chat-line-last">{last ? previewOf(last, chat) : 'No messages yet'}</span>
      </span>
      <span className="chat-line-side">
        <time>{showClock((last?.created ?? chat.created) * 1000)}</time>
        {chat.status === 'waiting' && <Badge tone="warn">waiting</Badge>}
        {chat.status === 'active' && last?.sender === chat.creator && <Badge tone="accent">needs a reply</Badge>}
      </span>
    </button>
  );
}

/** What a user wrote is text; agents and the desk write HTML. */
function previewOf(message: MessageView, { creator }: ChatView): string {
  if (message.type === 'media') return message.file?.name ?? 'File';
  const text = message.sender === creator ? message.message : htmlToText(message.message);
  return text || message.type;
}
