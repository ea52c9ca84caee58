import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import './tabs.css';

export interface TabItem<Id extends string> {
  id: Id;
  label: string;
  /** A number or sign beside the label. */
  note?: ReactNode;
}

interface TabsProps<Id extends string> {
  /** What is switched, for screen readers. */
  label: string;
  items: readonly TabItem<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
  /** Id of the element that shows the chosen one. */
  panelId?: string;
}

/** Tabs with arrow keys. The panel is the caller's: `role="tabpanel"`, and `id` as given here. */
export function Tabs<Id extends string>({ label, items, chosen, onChoose, panelId }: TabsProps<Id>) {
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = nextIndex(
      event.key,
      items.findIndex(({ id }) => id === chosen),
      items.length,
    );
    if (next === undefined) return;
    event.preventDefault();
    onChoose(items[next]!.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tabs = [...(row.current?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
    tabs.find(({ dataset }) => dataset.tab === chosen)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={move} ref={row}>
      {items.map(({ id, label, note }) => (
        <button
          key={id}
          type="button"
          role="tab"
          data-tab={id}
          className="tab"
          aria-selected={id === chosen}
          aria-controls={panelId}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          <span className="tab-label">{label}</span>
          {note}
        </button>
      ))}
    </div>
  );
}

/** Where the arrow keys, Home and End lead in a row of `count`; undefined for other keys. */
export function nextIndex(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (from + 1) % count;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (from - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
