import { useCallback, useMemo, useState } from 'react';
import type { Phone, WireTurn } from '../../protocol/page-protocol.ts';
import { groupTurns, type TurnGroup } from './group-turns.ts';
import { LooseCalls } from './loose-calls.tsx';
import { TurnCard } from './turn-card.tsx';

/** So many of the newest turns are open when the page is opened; those that come afterwards all are. */
const OPEN_AT_FIRST = 3;

interface TurnListProps {
  turns: WireTurn[];
  phones: Phone[];
}

/** The turns as cards, the newest first. */
export function TurnList({ turns, phones }: TurnListProps) {
  const groups = useMemo(() => groupTurns(turns), [turns]);
  const names = useMemo(() => new Map(phones.map(({ userId, name }) => [userId, name])), [phones]);
  const { isOpen, toggle } = useOpenTurns(groups);
  return (
    <ol className="turns">
      {groups.map((group) => (
        <li key={group.id} className="turns-item">
          {group.kind === 'loose' ? (
            <LooseCalls id={group.id} turns={group.turns} open={isOpen(group)} onToggle={toggle} />
          ) : (
            <TurnCard
              turn={group.turn}
              who={group.turn.userId && names.get(group.turn.userId)}
              open={isOpen(group)}
              onToggle={toggle}
            />
          )}
        </li>
      ))}
    </ol>
  );
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
