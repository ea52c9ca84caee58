import { useCallback, useRef, useState } from 'react';
import type { Phone } from '../../protocol/page-protocol.ts';
import { usePageState } from '../api/use-page-state.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Select } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { setParams, useParam } from '../shell/route.ts';
import { channelLabel } from '../user/channels.ts';
import { FaultsPanel } from './faults-panel.tsx';
import { OpenBodies } from './open-bodies.ts';
import { TurnList } from './turn-list.tsx';
import { countFaults, useFaults } from './use-faults.ts';
import { useHeld } from './use-held.ts';
import { useWire } from './use-wire.ts';
import './wire-room.css';

const NOTHING: never[] = [];

/** Everything that goes over the wire, as it goes. */
export function WireRoom() {
  const phones = usePageState().data?.phones ?? [];
  const userId = useParam('wireUser');
  const [scrolled, setScrolled] = useState(false);
  const [openBodies, setOpenBodies] = useState(0);
  const countBodies = useCallback((change: number) => setOpenBodies((count) => count + change), []);
  const { turns, problem } = useWire(userId);
  const { shown, waiting, release } = useHeld(turns ?? NOTHING, scrolled || openBodies > 0);
  const body = useRef<HTMLDivElement>(null);
  const toNewest = (): void => {
    release();
    body.current?.scrollTo({ top: 0 });
  };
  return (
    <div className="room wire">
      <WireHead phones={phones} userId={userId} />
      <div
        className="room-body wire-body"
        ref={body}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 24)}
      >
        {waiting > 0 && (
          <button type="button" className="wire-new" onClick={toNewest}>
            <span className="wire-new-arrow">
              <Icon name="send" size={14} />
            </span>
            {waiting === 1 ? '1 new turn' : `${waiting} new turns`}
          </button>
        )}
        {problem && <p className="wire-problem">{problem}</p>}
        {turns !== undefined && shown.length === 0 ? (
          <NothingYet filtered={userId !== undefined} />
        ) : (
          <OpenBodies value={countBodies}>
            {turns && <TurnList key={userId} turns={shown} phones={phones} />}
          </OpenBodies>
        )}
      </div>
    </div>
  );
}

function WireHead({ phones, userId }: { phones: Phone[]; userId: string | undefined }) {
  const { faults, reload } = useFaults();
  const active = countFaults(faults);
  const open = useParam('faults') === 'open';
  const everybody = { value: '', label: 'All conversations' };
  const others = phones.map((phone) => ({
    value: phone.userId,
    label: `${phone.name} (${channelLabel(phone.channel)})`,
  }));
  const gone = userId !== undefined && !phones.some((phone) => phone.userId === userId);
  return (
    <>
      <header className="room-head">
        <h2>Wire</h2>
        <div className="wire-filter">
          <Select
            label="Conversation"
            hideLabel
            value={userId ?? ''}
            options={[everybody, ...others, ...(gone ? [{ value: userId, label: 'A closed phone' }] : [])]}
            onPick={(value) => setParams({ wireUser: value || undefined, ...(value && { phone: value }) })}
          />
        </div>
        <Button
          icon="warning"
          aria-expanded={open}
          aria-controls="faults-panel"
          onClick={() => setParams({ faults: open ? undefined : 'open' })}
        >
          Faults
          {active > 0 && <Badge tone="bad">{active} active</Badge>}
        </Button>
      </header>
      {open && <FaultsPanel id="faults-panel" faults={faults} reload={reload} />}
    </>
  );
}

function NothingYet({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      icon="wire"
      title="Nothing of this conversation yet"
      actions={<Button onClick={() => setParams({ wireUser: undefined })}>Show all conversations</Button>}
    >
      Write something on that phone, or look at all conversations.
    </EmptyState>
  ) : (
    <EmptyState icon="wire" title="Nothing has gone over the wire yet">
      Write a message on the phone. Here you will see the webhook come in, the bot being asked, and each message go out,
      with times and bodies.
    </EmptyState>
  );
}
