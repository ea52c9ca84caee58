import type { ReactNode } from 'react';
import type { Tone } from '../design/badge.tsx';
import { classNames } from '../design/class-names.ts';

interface NoteProps {
  tone: Tone;
  children: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  /** Stays in sight at the bottom while the rest scrolls. */
  sticky?: boolean;
}

/** A sentence that stays until it is no longer true, with what can be done about it. */
export function Note({ tone, children, actions, sticky }: NoteProps) {
  return (
    <div className={classNames('note', `tone-${tone}`, sticky && 'note-sticky')} role="status">
      <p>{children}</p>
      {actions && <div className="note-actions">{actions}</div>}
    </div>
  );
}
