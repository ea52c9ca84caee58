import { useState } from 'react';
import { TextArea } from '../../design/field.tsx';
import { type ContentSource, restOf, withRest } from './content-draft.ts';
import { Part } from './part.tsx';

interface RestFieldProps {
  value: ContentSource;
  onChange: (value: ContentSource) => void;
  /** Told what is wrong while it cannot be used, and undefined when it can. */
  onProblem: (problem: string | undefined) => void;
}

/** Results from elsewhere, callbacks, conditions and the like: rare enough for JSON. */
export function RestField({ value, onChange, onProblem }: RestFieldProps) {
  const rest = restOf(value);
  const written = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2);
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const put = (next: string): void => {
    setText(next);
    const parsed = parse(next);
    const wrong = parsed === undefined ? 'The JSON under “Everything else” is not complete.' : undefined;
    setProblem(wrong);
    onProblem(wrong);
    if (parsed !== undefined) onChange(withRest(value, parsed));
  };
  return (
    <Part title="Everything else" count={Object.keys(rest).length}>
      <TextArea
        label="As JSON"
        hint="federated, callback, when, user_types, repeat, wire: see sandbox/knowledge/README.md"
        problem={problem}
        rows={4}
        className="code-area"
        spellCheck={false}
        placeholder={'{ "callback": { "name": "createTicket" } }'}
        value={text ?? written}
        onChange={(event) => put(event.target.value)}
        onBlur={() => problem === undefined && setText(undefined)}
      />
    </Part>
  );
}

function parse(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
