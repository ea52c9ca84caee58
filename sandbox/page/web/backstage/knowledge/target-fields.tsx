import type { ChoiceSource } from '../../../../chatbot/knowledge/knowledge-schema.ts';
import { Select, TextArea, TextField } from '../../design/field.tsx';

/** Where an option or a yes leads: to a content, or to an answer written in place. */
export interface Target {
  label: string;
  /** Title of the content; undefined for an answer in place. */
  content: string | undefined;
  answer: string;
  /** Attributes and the like, which have no field here. */
  more: Record<string, unknown>;
}

const HERE = ' here';

export function sourceToTarget(source: ChoiceSource): Target {
  if (typeof source === 'string') return { label: source, content: source, answer: '', more: {} };
  const { label, content, answer, ...more } = source;
  return { label, content: answer === undefined ? (content ?? label) : undefined, answer: answer ?? '', more };
}

/** As short as it can be written: a content under its own title is only that title. */
export function targetToSource({ label, content, answer, more }: Target): ChoiceSource {
  if (content === undefined) return { label, answer, ...more };
  return content === label && Object.keys(more).length === 0 ? label : { label, content, ...more };
}

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
  const options = [
    { value: HERE, label: 'An answer written here' },
    ...contents.map((value) => ({ value, label: value })),
  ];
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
