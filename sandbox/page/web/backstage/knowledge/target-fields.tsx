import { Select, TextArea, TextField } from '../../design/field.tsx';
import type { Target } from './target.ts';

const HERE = ' here';

interface TargetFieldsProps {
  /** What it is, for screen readers. */
  name: string;
  target: Target;
  titles: string[];
  /** Whether the label is shown to the user; a yes has none of its own. */
  labelled: boolean;
  onChange: (target: Target) => void;
}

export function TargetFields({ name, target, titles, labelled, onChange }: TargetFieldsProps) {
  const contents =
    target.content === undefined || titles.includes(target.content) ? titles : [target.content, ...titles];
  const options = [{ value: HERE, label: 'Answer below' }, ...contents.map((value) => ({ value, label: value }))];
  const lead = (value: string): void => {
    if (value === HERE) onChange({ ...target, content: undefined });
    else onChange({ ...target, content: value, label: labelled && target.label !== '' ? target.label : value });
  };
  return (
    <div className="target">
      {(labelled || target.content === undefined) && (
        <TextField
          label={`${name}: label`}
          hideLabel
          placeholder="Label"
          value={target.label}
          onChange={(event) => onChange({ ...target, label: event.target.value })}
        />
      )}
      <Select label={`${name}: leads to`} hideLabel value={target.content ?? HERE} options={options} onPick={lead} />
      {target.content === undefined && (
        <TextArea
          label={`${name}: answer (HTML)`}
          hideLabel
          rows={2}
          className="code-area target-answer"
          placeholder="Answer (HTML)"
          value={target.answer}
          onChange={(event) => onChange({ ...target, answer: event.target.value })}
        />
      )}
    </div>
  );
}
