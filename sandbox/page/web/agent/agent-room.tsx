import { useRef, useState } from 'react';
import { useWidth } from '../api/use-width.ts';
import { IconButton } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { setParams, useParam } from '../shell/route.ts';
import { AgentList } from './agent-list.tsx';
import { ChatList } from './chat-list.tsx';
import { type ChatView, useAgents, useChats } from './desk-api.ts';
import { DeskChat } from './desk-chat.tsx';
import { DeskSettingsDialog } from './desk-settings-dialog.tsx';
import { InvitationList } from './invitation-list.tsx';
import './agent-room.css';

/** List and chat fit side by side from here on. */
const WIDE_PX = 660;

/** The desk: agents, whom they are invited to, and their chats. */
export function AgentRoom() {
  const room = useRef<HTMLDivElement>(null);
  const wide = useWidth(room) >= WIDE_PX;
  const chats = useChats();
  const chosenId = useParam('chat');
  const chosen = chats?.find(({ id }) => id === chosenId) ?? (wide ? chats?.findLast(isOpen) : undefined);
  return (
    <div className="agent-room" ref={room}>
      {(wide || chosen === undefined) && <Sidebar chats={chats ?? []} chosen={chosen?.id} />}
      {(wide || chosen) && (
        <div className="agent-main">
          {chosen ? (
            <DeskChat key={chosen.id} chat={chosen} onBack={wide ? undefined : () => setParams({ chat: undefined })} />
          ) : (
            chats && <NoChat />
          )}
        </div>
      )}
    </div>
  );
}

function Sidebar({ chats, chosen }: { chats: readonly ChatView[]; chosen: string | undefined }) {
  const [settings, setSettings] = useState(false);
  return (
    <div className="agent-side">
      <div className="room-head agent-head">
        <h2>Agent desk</h2>
        <IconButton icon="sliders" label="Desk settings" onClick={() => setSettings(true)} />
      </div>
      <div className="agent-side-body">
        <InvitationList />
        <ChatList chats={chats} chosen={chosen} />
        <AgentList />
      </div>
      {settings && <DeskSettingsDialog onClose={() => setSettings(false)} />}
    </div>
  );
}

function NoChat() {
  const nobody = useAgents()?.every(({ online }) => !online);
  return (
    <EmptyState icon="headset" title={nobody ? 'Nobody is online' : 'No chat yet'}>
      {nobody
        ? 'Bring an agent online on the left. Until then, users are told that no one is available.'
        : 'Have a user ask for a person: write “I want to talk to a person” on a phone and confirm. The invitation appears on the left.'}
    </EmptyState>
  );
}

function isOpen({ status }: ChatView): boolean {
  return status !== 'closed';
}
