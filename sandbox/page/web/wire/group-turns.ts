import type { WireTurn } from '../../protocol/page-protocol.ts';

/** What the sequence shows as one block: a turn, or calls outside of turns that came one after another. */
export type TurnGroup = { kind: 'turn'; id: string; turn: WireTurn } | { kind: 'loose'; id: string; turns: WireTurn[] };

/** Puts neighbouring loose calls together. A group is named after its oldest call, so it stays itself while it grows. */
export function groupTurns(turns: readonly WireTurn[]): TurnGroup[] {
  const groups: TurnGroup[] = [];
  for (const turn of turns) {
    const last = groups.at(-1);
    if (turn.kind !== 'loose') groups.push({ kind: 'turn', id: turn.id, turn });
    else if (last?.kind === 'loose') groups[groups.length - 1] = { ...last, id: turn.id, turns: [...last.turns, turn] };
    else groups.push({ kind: 'loose', id: turn.id, turns: [turn] });
  }
  return groups;
}
