import { useEffect, useState } from 'react';
import { TextField } from '../../design/field.tsx';

interface CommitFieldProps {
  label: string;
  /** What it belongs to, for screen readers: several fields have the same label. */
  about: string;
  hideLabel?: boolean;
  value: string;
  placeholder?: string | undefined;
  /** What is there is only a mask: typing begins with an empty field. */
  secret?: boolean;
  /** Called with another text when the field is left or Enter is pressed. */
  onCommit: (text: string) => void;
}

/** A line of text that counts when it is left, not with every letter. */
export function CommitField({ label, about, hideLabel, value, placeholder, secret, onCommit }: CommitFieldProps) {
  const [text, setText] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value from outside ends what was being typed
  useEffect(() => setText(undefined), [value]);
  const commit = (): void => {
    const emptied = secret && text === '';
    if (text !== undefined && text !== value && !emptied) onCommit(text);
    else setText(undefined);
  };
  return (
    <TextField
      label={label}
      hideLabel={hideLabel ?? false}
      aria-label={`${label} in ${about}`}
      value={text ?? value}
      placeholder={placeholder}
      spellCheck={!secret}
      onFocus={() => secret && setText('')}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setText(undefined);
      }}
    />
  );
}
