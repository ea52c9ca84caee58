import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Phone, WireTurn } from '../../protocol/page-protocol.ts';
import { usePageState } from '../api/use-page-state.ts';
import { Badge } from '../design/badge.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Select } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { setParams, useParam } from '../shell/route.ts';
import { useSpotlight } from '../shell/spotlight.ts';
import { channelLabel } from '../user/channels.ts';
import { FaultsPanel } from './faults-panel.tsx';
import { filterTurns, type TurnFilter } from './filter-turns.ts';
import { OpenBodies } from './open-bodies.ts';
import { TurnList } from './turn-list.tsx';
import { countFaults, useFaults } from './use-faults.ts';
import { useHeld } from './use-held.ts';
import { useWire } from './use-wire.ts';
import { clearTurnFilter, useTurnFilter, WireFilter } from './wire-filter.tsx';
import './wire-room.css';

const NOTHING: never[] = [];

/** Everything that goes over the wire, as it goes. */
export function WireRoom() {
  const phones = usePageState().data?.phones ?? NOTHING;
  const userId = useParam('wireUser');
  const [scrolled, setScrolled] = useState(false);
  const [openBodies, setOpenBodies] = useState(0);
  const countBodies = useCallback((change: number) => setOpenBodies((count) => count + change), []);
  const { turns, problem } = useWire(userId);
  const filter = useTurnFilter();
  const isFiltered = filter.only !== undefined || filter.text !== undefined;
  const fitting = useFitting(turns ?? NOTHING, filter, phones);
  const { shown, waiting, release } = useHeld(fitting, scrolled || openBodies > 0);
  const spotlight = useSpotlight('wire');
  const isKnown = turns?.some(({ messageIds }) => messageIds.includes(spotlight.messageId ?? ''));
  useEffect(() => {
    // What was asked for is not kept away from whoever reads.
    if (spotlight.isWanted && isKnown) release();
  }, [spotlight.isWanted, isKnown, release]);
  const body = useRef<HTMLDivElement>(null);
  const toNewest = (): void => {
    release();
    body.current?.scrollTo({ top: 0 });
  };
  const onFilter = useEffectEvent(toNewest);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter shows other turns, none of which is new
  useEffect(() => onFilter(), [filter.only, filter.text]);
  return (
    <div className="room wire">
      <WireHead phones={phones} userId={userId} />
      <WireFilter filter={filter} found={isFiltered && turns ? countFound(fitting.length, turns.length) : ''} />
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
        {spotlight.isWanted && isKnown === false && <UnknownTurn onDismiss={spotlight.onShown} />}
        {turns !== undefined && shown.length === 0 ? (
          <Nothing filter={isFiltered && turns.length > 0 ? filter : undefined} ofOne={userId !== undefined} />
        ) : (
          <OpenBodies value={countBodies}>
            {turns && <TurnList key={userId} turns={shown} phones={phones} spotlight={spotlight} />}
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

const NONE = { failed: 'No call has failed here.', slow: 'Nothing took a second or longer here.' };
const SEARCHED = 'The search covers titles, names, calls and stored results, not whole bodies.';

/** The turns that fit what the person looks for. */
function useFitting(turns: readonly WireTurn[], { only, text }: TurnFilter, phones: Phone[]): WireTurn[] {
  return useMemo(() => {
    const names = new Map(phones.map(({ userId, name }) => [userId, name]));
    return filterTurns(turns, { only, text }, (userId) => names.get(userId), Date.now());
  }, [turns, only, text, phones]);
}

function countFound(found: number, all: number): string {
  return `${found} of ${all === 1 ? '1 turn' : `${all} turns`}`;
}

/** A message that Wire has no turn for. */
function UnknownTurn({ onDismiss }: { onDismiss: () => void }) {
  return (
    <div className="wire-unknown" role="status">
      <p>
        There is no turn for this message. The connector may not have sent it, or it is older than the newest 100 turns.
      </p>
      <IconButton size="s" icon="close" label="Dismiss" onClick={onDismiss} />
    </div>
  );
}

function Nothing({ filter, ofOne }: { filter: TurnFilter | undefined; ofOne: boolean }) {
  if (filter)
    return (
      <EmptyState
        icon="search"
        title="No turn matches"
        actions={<Button onClick={clearTurnFilter}>Clear the filter</Button>}
      >
        {filter.text === undefined ? NONE[filter.only ?? 'failed'] : SEARCHED}
      </EmptyState>
    );
  if (ofOne)
    return (
      <EmptyState
        icon="wire"
        title="Nothing in this conversation yet"
        actions={<Button onClick={() => setParams({ wireUser: undefined })}>Show all conversations</Button>}
      >
        Write something on that phone, or look at all conversations.
      </EmptyState>
    );
  return (
    <EmptyState icon="wire" title="No calls yet">
      Write a message on the phone. You will see the webhook come in, the bot being asked and each message going out,
      with times and bodies.
    </EmptyState>
  );
}
