import { useState } from 'react';
import { Button, IconButton } from '../../design/button.tsx';
import { TextArea, TextField } from '../../design/field.tsx';
import type { PartProps } from './content-form.tsx';
import { keyed } from './keyed.ts';

type Pair = [name: string, value: unknown];

/** Attributes of a content: texts, or groups written as JSON. */
export function AttributeFields({ value, change }: PartProps) {
  // The rows live here while they are typed: a name that stands there twice, or not yet, has no place in an object.
  const [pairs, setPairs] = useState<Pair[]>(() => Object.entries(value.attributes));
  const put = (next: Pair[]): void => {
    setPairs(next);
    change({ attributes: Object.fromEntries(next.filter(([name]) => name.trim() !== '')) });
  };
  return (
    <>
      {keyed(pairs).map(({ key, item: [name, content], index }) => (
        <div key={key} className="row">
          <div className="attribute">
            <TextField
              label={`Attribute ${index + 1}: name`}
              hideLabel
              placeholder="NAME"
              value={name}
              onChange={(event) => put(pairs.with(index, [event.target.value, content]))}
            />
            <ValueField index={index} content={content} onChange={(next) => put(pairs.with(index, [name, next]))} />
          </div>
          <IconButton
            size="s"
            look="quiet"
            icon="close"
            label={`Remove attribute ${name || index + 1}`}
            onClick={() => put(pairs.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button size="s" look="quiet" icon="plus" onClick={() => put([...pairs, ['', '']])}>
        Add an attribute
      </Button>
    </>
  );
}

interface ValueFieldProps {
  index: number;
  content: unknown;
  onChange: (content: unknown) => void;
}

function ValueField({ index, content, onChange }: ValueFieldProps) {
  const [text, setText] = useState(() => (typeof content === 'string' ? content : JSON.stringify(content, null, 2)));
  const looksLikeGroup = /^\s*[[{]/.test(text);
  const problem = looksLikeGroup && parseGroup(text) === undefined ? 'Not JSON yet: sent as a text.' : undefined;
  return (
    <TextArea
      label={`Attribute ${index + 1}: value`}
      hideLabel
      rows={1}
      className="code-area"
      placeholder="Text, or JSON for a group"
      problem={problem}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(parseGroup(event.target.value) ?? event.target.value);
      }}
    />
  );
}

/** An object or a list; undefined for anything else. */
function parseGroup(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
