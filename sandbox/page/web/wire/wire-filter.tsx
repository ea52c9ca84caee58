import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import { TextField } from '../design/field.tsx';
import { setParams, useParam } from '../shell/route.ts';
import type { TurnFilter } from './filter-turns.ts';

const ONLY = [
  { id: 'failed', label: 'Failed', about: 'Turns in which a call failed, or that were given up' },
  { id: 'slow', label: 'Slow', about: 'Turns that took a second or longer, or had a call that did' },
] as const;

/** What the person looks for, as the address has it: a reload keeps it. */
export function useTurnFilter(): TurnFilter {
  const only = useParam('wireOnly');
  const text = useParam('wireText');
  return { only: ONLY.find(({ id }) => id === only)?.id, text };
}

export function clearTurnFilter(): void {
  setParams({ wireOnly: undefined, wireText: undefined });
}

/** Fewer turns: those that failed, those that were slow, those with certain words. */
export function WireFilter({ filter: { only, text = '' }, found }: { filter: TurnFilter; found: string }) {
  return (
    <search className="wire-search" aria-label="Filter">
      <TextField
        label="Search the turns"
        hideLabel
        type="search"
        placeholder="Search the turns"
        value={text}
        onChange={(event) => setParams({ wireText: event.target.value || undefined })}
      />
      {ONLY.map(({ id, label, about }) => (
        <Button
          key={id}
          className={classNames('wire-only', only === id && 'wire-only-chosen')}
          aria-pressed={only === id}
          title={about}
          onClick={() => setParams({ wireOnly: only === id ? undefined : id })}
        >
          {label}
        </Button>
      ))}
      <p className="wire-found" role="status">
        {found}
      </p>
    </search>
  );
}
