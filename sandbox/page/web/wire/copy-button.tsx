import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';

const THANKS_MS = 1600;

/** Puts a text on the clipboard and says that it did. */
export function CopyButton({ text, word = 'Copy', label }: { text: string; word?: string; label: string }) {
  const [outcome, setOutcome] = useState<'Copied' | 'Not allowed'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), THANKS_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('Copied'),
      () => setOutcome('Not allowed'),
    );
  };
  return (
    <Button size="s" look="quiet" icon={outcome === 'Copied' ? 'check' : undefined} onClick={copy}>
      <span aria-live="polite">{outcome ?? word}</span>
      <span className="visually-hidden"> {label}</span>
    </Button>
  );
}
