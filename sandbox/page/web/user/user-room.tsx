import { useRef, useState } from 'react';
import type { Phone as PhoneInfo } from '../../protocol/page-protocol.ts';
import { useAction } from '../api/use-action.ts';
import { usePageState } from '../api/use-page-state.ts';
import { useWidth } from '../api/use-width.ts';
import { Button, IconButton } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { TypingDots } from '../design/typing-dots.tsx';
import { useFocusHeir } from '../design/use-focus-heir.ts';
import { setParams, useParam } from '../shell/route.ts';
import { AddUserDialog } from './add-user-dialog.tsx';
import { ChannelGrid } from './channel-grid.tsx';
import { composerAround } from './focus-heirs.ts';
import { Phone } from './phone.tsx';
import { openPhone } from './phone-api.ts';
import { PhoneSwitcher } from './phone-switcher.tsx';
import './user-room.css';

/** Two phones fit side by side from here on. */
const WIDE_PX = 780;

/** The users: side by side where there is room, else one at a time. */
export function UserRoom() {
  const { data, problem } = usePageState();
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  return (
    <div className="user-room" ref={room}>
      {data === undefined && (
        <div className="user-room-loading">{problem ?? <TypingDots label="The users are being read" />}</div>
      )}
      {data && (data.phones.length === 0 ? <NoPhones /> : <Phones phones={data.phones} wide={width >= WIDE_PX} />)}
    </div>
  );
}

function NoPhones() {
  const open = useAction((channel: string) => openPhone(channel, ''));
  const room = useRef<HTMLDivElement>(null);
  useFocusHeir(room, composerAround);
  return (
    <div className="no-phones" ref={room}>
      <EmptyState
        icon="phone"
        title="Be a customer"
        actions={<ChannelGrid busy={open.busy} onPick={(channel) => void open.run(channel)} />}
      >
        Choose a channel: a phone opens on it. What you write there goes through the connector to the bot, and comes
        back as that channel shows it.
      </EmptyState>
    </div>
  );
}

function Phones({ phones, wide }: { phones: readonly PhoneInfo[]; wide: boolean }) {
  const [adding, setAdding] = useState(false);
  const wanted = useParam('phone');
  const chosen = phones.find(({ userId }) => userId === wanted) ?? phones[0]!;
  const shown = wide ? phones : [chosen];
  return (
    <>
      <div className="phones-bar">
        <h2 className={wide ? undefined : 'visually-hidden'}>
          {phones.length === 1 ? '1 user' : `${phones.length} users`}
        </h2>
        {!wide && <PhoneSwitcher phones={phones} chosen={chosen.userId} onChoose={(phone) => setParams({ phone })} />}
        {wide ? (
          <Button icon="plus" size="s" onClick={() => setAdding(true)}>
            Add user
          </Button>
        ) : (
          <IconButton icon="plus" label="Add user" onClick={() => setAdding(true)} />
        )}
      </div>
      <div className="phones" id="phones">
        {shown.map((phone) => (
          <Phone key={phone.userId} phone={phone} />
        ))}
      </div>
      {adding && <AddUserDialog onClose={() => setAdding(false)} />}
    </>
  );
}
