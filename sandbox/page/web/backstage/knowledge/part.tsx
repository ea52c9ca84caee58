import { type ReactNode, useState } from 'react';
import { Badge } from '../../design/badge.tsx';

interface PartProps {
  title: string;
  /** How much is in it; 0 leaves it closed at first. */
  count: number;
  children: ReactNode;
}

/** A part of a content that many contents do not have: closed when there is nothing in it. */
export function Part({ title, count, children }: PartProps) {
  const [open, setOpen] = useState(count > 0);
  return (
    <details className="part" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{title}</span>
        {count > 0 && <Badge tone="accent">{count}</Badge>}
      </summary>
      {open && <div className="part-body">{children}</div>}
    </details>
  );
}
