import { AgentComposer } from './agent-composer.tsx';
import { ChatWaiting } from './chat-waiting.tsx';
import { type ChatView, useAgents } from './desk-api.ts';
import { DeskChatHead } from './desk-chat-head.tsx';
import { DeskMessages } from './desk-messages.tsx';
import '../design/conversation.css';
import './desk-chat.css';

interface DeskChatProps {
  chat: ChatView;
  /** Where only one of list and chat fits. */
  onBack: (() => void) | undefined;
}

/** One chat with everything that can be done in it. */
export function DeskChat({ chat, onBack }: DeskChatProps) {
  const members = useAgents()?.filter(({ id }) => chat.users.includes(id)) ?? [];
  return (
    <div className="desk-chat">
      <DeskChatHead chat={chat} members={members} onBack={onBack} />
      <DeskMessages chat={chat} />
      {chat.status !== 'closed' && members.length === 0 && <ChatWaiting chat={chat} brief={onBack === undefined} />}
      {chat.status !== 'closed' && members.length > 0 && <AgentComposer chatId={chat.id} members={members} />}
    </div>
  );
}
