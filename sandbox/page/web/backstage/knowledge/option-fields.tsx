import { Button, IconButton } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import type { PartProps } from './content-form.tsx';
import { keyed } from './keyed.ts';
import { Part } from './part.tsx';
import { sourceToTarget, type Target, targetToSource } from './target.ts';
import { TargetFields } from './target-fields.tsx';

/** A question with options to choose from. */
export function OptionFields({ value, change, titles }: PartProps) {
  const { options } = value;
  const targets = options?.choices.map(sourceToTarget) ?? [];
  const put = (next: Target[], question = options?.question ?? ''): void =>
    change({
      options: next.length === 0 ? undefined : { ...options, question, choices: next.map(targetToSource) },
    });
  const add = (): void => put([...targets, { label: '', content: undefined, answer: '', more: {} }]);
  return (
    <Part title="Options" count={targets.length}>
      {targets.length > 0 && (
        <TextField
          label="Question"
          value={options?.question ?? ''}
          onChange={(event) => put(targets, event.target.value)}
        />
      )}
      {keyed(targets).map(({ key, item, index }) => (
        <div key={key} className="row">
          <TargetFields
            labelled
            name={`Option ${index + 1}`}
            target={item}
            titles={titles}
            onChange={(target) => put(targets.with(index, target))}
          />
          <IconButton
            size="s"
            look="quiet"
            icon="close"
            label={`Remove option ${index + 1}`}
            onClick={() => put(targets.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button size="s" look="quiet" icon="plus" onClick={add}>
        Add an option
      </Button>
    </Part>
  );
}
