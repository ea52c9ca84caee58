import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';
import { actAsAgent, type ChatView, useAgents, useOpenInvitations } from './desk-api.ts';
import { InvitationCard } from './invitation-list.tsx';

/**
 * Nobody is in the chat: who is invited, or how somebody comes in.
 * @param brief the invitation itself stands elsewhere on the screen
 */
export function ChatWaiting({ chat, brief }: { chat: ChatView; brief: boolean }) {
  const invitation = useOpenInvitations()?.find(({ chatId }) => chatId === chat.id);
  const all = useAgents() ?? [];
  const agents = all.filter(({ online }) => online);
  const join = useAction((agentId: string) => actAsAgent(agentId, { do: 'join', chatId: chat.id }));
  if (invitation) {
    return (
      <div className="chat-waiting">
        {brief ? (
          <p className="small">{all.find(({ id }) => id === invitation.agentId)?.name ?? 'Somebody'} is invited.</p>
        ) : (
          <InvitationCard invitation={invitation} />
        )}
      </div>
    );
  }
  return (
    <div className="chat-waiting">
      <p className="small">{waitsFor(chat)}</p>
      <div className="invitation-actions">
        {agents.map(({ id, name }) => (
          <Button key={id} size="s" title={name} busy={join.busy} onClick={() => void join.run(id)}>
            <span className="one-line">Join as {name}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}

function waitsFor({ position, inQueue }: ChatView): string {
  if (!inQueue || position === undefined) return 'Nobody is in this chat.';
  return position === 0 ? 'First in the queue: the next free agent is invited.' : `In the queue, ${position} ahead.`;
}
