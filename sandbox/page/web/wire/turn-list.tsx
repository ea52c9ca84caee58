import { type RefObject, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Phone, WireTurn } from '../../protocol/page-protocol.ts';
import type { Spotlight } from '../shell/spotlight.ts';
import { groupTurns, type TurnGroup } from './group-turns.ts';
import { LooseCalls } from './loose-calls.tsx';
import { TurnCard } from './turn-card.tsx';

/** So many of the newest turns are open when the page is opened; those that come afterwards all are. */
const OPEN_AT_FIRST = 3;

interface TurnListProps {
  turns: WireTurn[];
  phones: Phone[];
  spotlight: Spotlight;
}

/** The turns as cards, the newest first. */
export function TurnList({ turns, phones, spotlight }: TurnListProps) {
  const groups = useMemo(() => groupTurns(turns), [turns]);
  const names = useMemo(() => new Map(phones.map(({ userId, name }) => [userId, name])), [phones]);
  const { isOpen, toggle } = useOpenTurns(groups);
  const list = useRef<HTMLOListElement>(null);
  const spotlit = useSpotlitTurn(list, turns, spotlight, toggle);
  return (
    <ol className="turns" ref={list}>
      {groups.map((group) => (
        <li key={group.id} className="turns-item">
          {group.kind === 'loose' ? (
            <LooseCalls id={group.id} turns={group.turns} open={isOpen(group)} onToggle={toggle} />
          ) : (
            <TurnCard
              turn={group.turn}
              who={group.turn.userId && names.get(group.turn.userId)}
              open={isOpen(group)}
              isSpotlit={group.id === spotlit}
              onToggle={toggle}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

/** The turn of the message that somebody pointed at: opened, brought into view, and the keyboard goes on there. */
function useSpotlitTurn(
  list: RefObject<HTMLElement | null>,
  turns: WireTurn[],
  { messageId, isWanted, onShown }: Spotlight,
  toggle: (id: string, open: boolean) => void,
): string | undefined {
  const id = turns.find(({ messageIds }) => messageId !== undefined && messageIds.includes(messageId))?.id;
  const show = useEffectEvent((turnId: string) => {
    toggle(turnId, true);
    const card = list.current?.querySelector(`[data-turn="${CSS.escape(turnId)}"]`);
    card?.querySelector<HTMLElement>('.turn-toggle')?.focus({ preventScroll: true });
    // When it is open: before, there may be no room to scroll so far.
    requestAnimationFrame(() => card?.scrollIntoView({ block: 'start' }));
    onShown();
  });
  useEffect(() => {
    if (isWanted && id !== undefined) show(id);
  }, [isWanted, id]);
  return id;
}

/** Which groups are open: what the person chose, else what came after the page was opened. */
function useOpenTurns(groups: TurnGroup[]): {
  isOpen: (group: TurnGroup) => boolean;
  toggle: (id: string, open: boolean) => void;
} {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  // What was there at first and is not among the newest stays closed, also when newer ones come.
  const [closedAtFirst] = useState(() => {
    const turns = groups.filter(({ kind }) => kind === 'turn');
    return new Set(turns.slice(OPEN_AT_FIRST).map(({ id }) => id));
  });
  const toggle = useCallback((id: string, open: boolean) => setChosen((before) => new Map(before).set(id, open)), []);
  return { isOpen: ({ id, kind }) => chosen.get(id) ?? (kind === 'turn' && !closedAtFirst.has(id)), toggle };
}
