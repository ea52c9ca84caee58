import { useAction } from '../api/use-action.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { actAsAgent, type Invitation, useAgents, useChats, useDeskUsers, useOpenInvitations } from './desk-api.ts';
import { useChooseChat } from './use-choose-chat.ts';
import { useDeskNow } from './use-desk-now.ts';

/** Who is asked to take a chat, and how long they still have. */
export function InvitationList() {
  const invitations = useOpenInvitations() ?? [];
  return (
    <section aria-label="Invitations" aria-live="polite">
      {invitations.length > 0 && (
        <div className="side-part">
          <div className="side-head">
            <h3>Invitations</h3>
          </div>
          <ul className="side-list">
            {invitations.map((invitation) => (
              <li key={`${invitation.chatId} ${invitation.agentId} ${invitation.sentAt}`}>
                <InvitationCard invitation={invitation} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { chatId, agentId, nth } = invitation;
  const chat = useChats()?.find(({ id }) => id === chatId);
  const user = useDeskUsers()?.find(({ id }) => id === chat?.creator);
  const agent = useAgents()?.find(({ id }) => id === agentId);
  const choose = useChooseChat();
  const answer = useAction(async (what: 'accept' | 'reject' | 'run-out') => {
    await actAsAgent(agentId, { do: what, chatId });
    if (what === 'accept' && chat) choose(chat);
  });
  return (
    <div className="invitation">
      <p className="wrap-anywhere">
        <strong>{user?.name ?? 'Somebody'}</strong> wants to talk to <strong>{agent?.name ?? agentId}</strong>{' '}
        {nth > 1 && <Badge tone="warn">{ordinal(nth)} invitation</Badge>}
      </p>
      <div className="invitation-actions">
        <Button look="primary" size="s" icon="check" busy={answer.busy} onClick={() => void answer.run('accept')}>
          Accept
        </Button>
        <Button size="s" busy={answer.busy} onClick={() => void answer.run('reject')}>
          Decline
        </Button>
      </div>
      <div className="invitation-end">
        <Countdown invitation={invitation} />
        <Button look="quiet" size="s" busy={answer.busy} onClick={() => void answer.run('run-out')}>
          Let it expire
        </Button>
      </div>
    </div>
  );
}

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** 2 -> `2nd` */
function ordinal(number: number): string {
  return `${number}${ENDINGS[ordinals.select(number)] ?? 'th'}`;
}

function Countdown({ invitation: { sentAt, endsAt } }: { invitation: Invitation }) {
  const now = useDeskNow();
  const leftMs = Math.max(0, endsAt - now);
  const seconds = Math.ceil(leftMs / 1000);
  const share = endsAt > sentAt ? leftMs / (endsAt - sentAt) : 0;
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <div className="countdown" aria-hidden="true">
      <span className="countdown-bar">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
      {left}
    </div>
  );
}
