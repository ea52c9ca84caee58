import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { nextIndex } from './tabs.tsx';
import './menu.css';

interface MenuProps {
  /** The button that opens it; gets what makes it one. */
  button: (props: { onClick: () => void; 'aria-expanded': boolean; 'aria-controls': string }) => ReactNode;
  /** Items; `close` ends the menu. */
  children: (close: () => void) => ReactNode;
  align?: 'left' | 'right';
  /** Opens upwards: for what stands at the bottom. */
  up?: boolean;
}

/** A list that drops down from a button. Arrow keys move, Escape and a click elsewhere close it. */
export function Menu({ button, children, align = 'left', up }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  useCloseOutside(root, open, () => setOpen(false));
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      close();
      return;
    }
    const items = [...(root.current?.querySelectorAll<HTMLElement>('.menu-list button:not(:disabled)') ?? [])];
    const next = nextIndex(event.key, items.indexOf(document.activeElement as HTMLElement), items.length);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are of the buttons inside.
    <div className="menu" ref={root} onKeyDown={open ? onKey : undefined}>
      {button({ onClick: () => setOpen(!open), 'aria-expanded': open, 'aria-controls': id })}
      {open && (
        <div className={`menu-list menu-${align}${up ? ' menu-up' : ''}`} id={id}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** A line of a menu. */
export function MenuItem({
  onPick,
  chosen,
  children,
}: {
  onPick: () => void;
  chosen?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <button type="button" className="menu-item" aria-pressed={chosen} onClick={onPick}>
      {children}
    </button>
  );
}

function useCloseOutside(root: React.RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return;
    const look = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    document.addEventListener('pointerdown', look);
    document.addEventListener('focusin', look);
    return () => {
      document.removeEventListener('pointerdown', look);
      document.removeEventListener('focusin', look);
    };
  }, [open, root, close]);
}
