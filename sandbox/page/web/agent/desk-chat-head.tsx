import { useAction } from '../api/use-action.ts';
import { Badge, type Tone } from '../design/badge.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { type AgentView, actAsAgent, actOnChat, type ChatView, useAgents, useDeskUsers } from './desk-api.ts';

interface DeskChatHeadProps {
  chat: ChatView;
  /** Agents in the chat. */
  members: readonly AgentView[];
  onBack: (() => void) | undefined;
}

const tones: Record<ChatView['status'], Tone> = { waiting: 'warn', active: 'good', closed: 'neutral' };

/** With whom, who is in it, and how it ends. */
export function DeskChatHead({ chat, members, onBack }: DeskChatHeadProps) {
  const user = useDeskUsers()?.find(({ id }) => id === chat.creator);
  const names = members.map(({ name }) => name).join(', ');
  return (
    <header className="desk-chat-head">
      {onBack && <IconButton icon="left" label="Back to all chats" onClick={onBack} />}
      <div className="desk-chat-title">
        <h2 className="wrap-anywhere">{user?.name ?? '…'}</h2>
        <p>
          <Badge tone={tones[chat.status]}>{chat.status}</Badge>
          {names && <span className="wrap-anywhere">with {names}</span>}
        </p>
      </div>
      {chat.status !== 'closed' && <ChatActions chat={chat} members={members} />}
    </header>
  );
}

function ChatActions({ chat, members }: Omit<DeskChatHeadProps, 'onBack'>) {
  const speaker = members[0];
  const close = useAction(() =>
    speaker
      ? actAsAgent(speaker.id, { do: 'close', chatId: chat.id })
      : actOnChat(chat.id, { do: 'close', by: 'system' }),
  );
  return (
    <div className="desk-chat-actions">
      <MoreActions chat={chat} speaker={speaker} />
      <Button look="danger" size="s" busy={close.busy} onClick={() => void close.run()}>
        Close chat
      </Button>
    </div>
  );
}

function MoreActions({ chat, speaker }: { chat: ChatView; speaker: AgentView | undefined }) {
  const colleagues = useAgents()?.filter(({ id, online }) => online && !chat.users.includes(id)) ?? [];
  const act = useAction((what: () => Promise<unknown>) => what());
  const item = (label: string, close: () => void, what: () => Promise<unknown>) => (
    <MenuItem
      key={label}
      onPick={() => {
        close();
        void act.run(what);
      }}
    >
      {label}
    </MenuItem>
  );
  return (
    <Menu
      align="right"
      button={(props) => (
        <IconButton size="s" icon="more" label="More actions for this chat" busy={act.busy} {...props} />
      )}
    >
      {(close) => (
        <>
          {speaker &&
            item(`${speaker.name} leaves`, close, () => actAsAgent(speaker.id, { do: 'leave', chatId: chat.id }))}
          {speaker &&
            colleagues.map(({ id, name }) =>
              item(`Transfer to ${name}`, close, () =>
                actAsAgent(speaker.id, { do: 'transfer', chatId: chat.id, to: id }),
              ),
            )}
          {!speaker &&
            colleagues.map(({ id, name }) =>
              item(`Invite ${name}`, close, () => actOnChat(chat.id, { do: 'invite', agentId: id })),
            )}
          {item('Close for inactivity', close, () =>
            actOnChat(chat.id, { do: 'close', by: 'system', reason: 'inactivity' }),
          )}
        </>
      )}
    </Menu>
  );
}
