import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PageState } from '../../protocol/page-protocol.ts';
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
import { ClosePlayed, PhoneOverview } from './phone-overview.tsx';
import { PhoneSwitcher } from './phone-switcher.tsx';
import './user-room.css';

/** Two phones fit side by side from here on. */
const WIDE_PX = 780;
/** A phone and the gap to the next. */
const PHONE_PX = 356;
/** More tabs than that are seldom all in view where one phone fits. */
const TABS_AT_MOST = 3;

/** The users: side by side where there is room, else one at a time. */
export function UserRoom() {
  const { data, problem } = usePageState();
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  return (
    <div className="user-room" ref={room}>
      {data === undefined && (
        <div className="user-room-loading">{problem ?? <TypingDots label="Loading the users" />}</div>
      )}
      {data && (data.phones.length === 0 ? <NoPhones /> : <Phones state={data} width={width} />)}
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
        Choose a channel and a phone opens. What you write goes through the connector to the bot, and its answers look
        as they would on that channel.
      </EmptyState>
    </div>
  );
}

function Phones({ state: { phones, playing }, width }: { state: PageState; width: number }) {
  const wide = width >= WIDE_PX;
  const [dialog, setDialog] = useState<'add' | 'overview'>();
  const row = useRef<HTMLDivElement>(null);
  const wanted = useParam('phone');
  const chosen = phones.find(({ userId }) => userId === wanted) ?? phones[0]!;
  const shown = wide ? phones : [chosen];
  const playedCount = phones.filter(
    ({ userId, played }) => played && !(playing?.state === 'playing' && playing.userId === userId),
  ).length;
  const choose = (phone: string): void => setParams({ phone });
  useChosenInView(row, wide ? wanted : undefined);
  return (
    <>
      <div className="phones-bar">
        <h2 className={wide ? undefined : 'visually-hidden'}>
          {phones.length === 1 ? '1 user' : `${phones.length} users`}
        </h2>
        {!wide && <PhoneSwitcher phones={phones} chosen={chosen.userId} onChoose={choose} />}
        <div className="phones-tools">
          {wide && playedCount > 0 && <ClosePlayed count={playedCount} />}
          {phones.length > (wide ? Math.floor(width / PHONE_PX) : TABS_AT_MOST) && (
            <Button
              size="s"
              look={wide ? 'plain' : 'quiet'}
              className="phones-all"
              onClick={() => setDialog('overview')}
            >
              All {phones.length}
              <span className="visually-hidden"> users</span>
            </Button>
          )}
          {wide ? (
            <Button icon="plus" size="s" onClick={() => setDialog('add')}>
              Add user
            </Button>
          ) : (
            <IconButton icon="plus" label="Add user" onClick={() => setDialog('add')} />
          )}
        </div>
      </div>
      <div className="phones" id="phones" ref={row}>
        {shown.map((phone) => (
          <Phone key={phone.userId} phone={phone} />
        ))}
      </div>
      {dialog === 'add' && <AddUserDialog onClose={() => setDialog(undefined)} />}
      {dialog === 'overview' && (
        <PhoneOverview
          {...{ phones, playedCount }}
          chosen={chosen.userId}
          onChoose={choose}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

/** In a row that is wider than the window, the phone that is asked for comes into view. */
function useChosenInView(row: RefObject<HTMLElement | null>, wanted: string | undefined): void {
  useEffect(() => {
    if (wanted === undefined) return;
    const phone = row.current?.querySelector(`[data-phone="${CSS.escape(wanted)}"]`);
    phone?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [row, wanted]);
}
