import type { TargetSource } from '../../../../chatbot/knowledge/knowledge-schema.ts';
import { Button } from '../../design/button.tsx';
import { Switch, TextField } from '../../design/field.tsx';
import type { PartProps } from './content-form.tsx';
import { Part } from './part.tsx';
import { sourceToTarget, type Target } from './target.ts';
import { TargetFields } from './target-fields.tsx';

const NEW_YES: TargetSource = { label: 'Yes', answer: '' };
const NEW_NO: TargetSource = { label: 'No', answer: '' };

/** A question that is answered with yes or no. */
export function AskFields({ value, change, titles }: PartProps) {
  const { ask } = value;
  if (ask === undefined) {
    return (
      <Part title="Yes or no" count={0}>
        <Button
          size="s"
          look="quiet"
          icon="plus"
          onClick={() => change({ ask: { question: '', yes: NEW_YES, no: NEW_NO } })}
        >
          Add a question
        </Button>
      </Part>
    );
  }
  const put = (part: Partial<typeof ask>): void => change({ ask: { ...ask, ...part } });
  return (
    <Part title="Yes or no" count={1}>
      <TextField label="Question" value={ask.question} onChange={(event) => put({ question: event.target.value })} />
      <Branch name="Yes" source={ask.yes} titles={titles} onChange={(yes) => put({ yes })} />
      <Switch
        label="“No” leads somewhere"
        hint="Otherwise it means “none of these”."
        checked={ask.no !== undefined}
        onSwitch={(on) => put({ no: on ? NEW_NO : undefined })}
      />
      {ask.no !== undefined && <Branch name="No" source={ask.no} titles={titles} onChange={(no) => put({ no })} />}
      <Button size="s" look="quiet" icon="trash" onClick={() => change({ ask: undefined })}>
        Remove the question
      </Button>
    </Part>
  );
}

interface BranchProps {
  name: string;
  source: TargetSource;
  titles: string[];
  onChange: (source: TargetSource) => void;
}

function Branch({ name, source, titles, onChange }: BranchProps) {
  return (
    <div className="branch">
      <span className="field-label">{name}</span>
      <TargetFields
        labelled={false}
        name={name}
        target={sourceToTarget(source)}
        titles={titles}
        onChange={(target) => onChange(targetToBranch(target))}
      />
    </div>
  );
}

function targetToBranch({ content, label, answer, more }: Target): TargetSource {
  return content ?? { label, answer, ...more };
}
