import { type KeyboardEvent, useRef, useState } from 'react';
import type { ShownButton } from '../../../smooch/channel/show-buttons.ts';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import { useAction } from '../api/use-action.ts';
import { nextIndex } from '../design/tabs.tsx';
import { useFocusHeir } from '../design/use-focus-heir.ts';
import { fullLabel } from './bubble-buttons.tsx';
import { composerAround } from './focus-heirs.ts';
import { actAs } from './phone-api.ts';

interface QuickRepliesProps {
  userId: string;
  message: MessageView;
  buttons: readonly ShownButton[];
  onAskLocation: () => void;
}

/** Quick replies stand under the last message and go when another comes. Arrow keys move between them. */
export function QuickReplies({ userId, message, buttons, onAskLocation }: QuickRepliesProps) {
  const [at, setAt] = useState(0);
  const press = useAction((action: number) => actAs(userId, { do: 'click', messageId: message._id, button: action }));
  const pick = (action: number): void => {
    if (!press.busy) void press.run(action);
  };
  const row = useRef<HTMLDivElement>(null);
  useFocusHeir(row, composerAround);
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = nextIndex(event.key, at, buttons.length);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div ref={row} className="quick-replies" role="toolbar" aria-label="Quick replies" onKeyDown={move}>
      {buttons.map((button, index) => (
        <button
          key={button.action}
          type="button"
          className="quick-reply"
          tabIndex={index === Math.min(at, buttons.length - 1) ? 0 : -1}
          title={fullLabel(message, button) === button.label ? undefined : fullLabel(message, button)}
          aria-disabled={press.busy || undefined}
          onClick={() => (button.type === 'locationRequest' ? onAskLocation() : pick(button.action))}
        >
          {button.label}
        </button>
      ))}
    </div>
  );
}
