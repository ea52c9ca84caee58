import type { FieldSource, FormSource } from '../../../../chatbot/knowledge/knowledge-schema.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Select, TextArea, TextField } from '../../design/field.tsx';
import type { PartProps } from './content-form.tsx';
import { linesToValues, valuesToLines } from './field-values.ts';
import { keyed } from './keyed.ts';
import { Part } from './part.tsx';

const TYPES = ['text', 'email', 'date', 'list'] as const;
const NEW_FIELD: FieldSource = { variable: 'name', prompt: '', type: 'text', display: 'buttons' };

/** A form: questions one after another, whose answers become variables. */
export function FormFields({ value, change }: PartProps) {
  const { form } = value;
  if (form === undefined) {
    const start: FormSource = { fields: [NEW_FIELD], done: '' };
    return (
      <Part title="Form" count={0}>
        <Button size="s" look="quiet" icon="plus" onClick={() => change({ form: start })}>
          Add a form
        </Button>
      </Part>
    );
  }
  const put = (part: Partial<FormSource>): void => change({ form: { ...form, ...part } });
  const done = [form.done].flat();
  return (
    <Part title="Form" count={form.fields.length}>
      <FieldRows
        fields={form.fields}
        onChange={(fields) => (fields.length === 0 ? change({ form: undefined }) : put({ fields }))}
      />
      <TextField
        label="Question at the end"
        hint="Leave empty to ask none."
        value={form.confirm ?? ''}
        onChange={(event) => put({ confirm: event.target.value || undefined })}
      />
      <TextArea
        label="What the bot says at the end"
        hint="One line per bubble. $variable stands for what the user wrote."
        rows={2}
        value={done.join('\n')}
        onChange={(event) => {
          const lines = event.target.value.split('\n');
          put({ done: lines.length === 1 ? lines[0]! : lines });
        }}
      />
    </Part>
  );
}

function FieldRows({ fields, onChange }: { fields: FieldSource[]; onChange: (fields: FieldSource[]) => void }) {
  return (
    <>
      {keyed(fields).map(({ key, item, index }) => (
        <div key={key} className="row row-box">
          <FieldRow field={item} index={index} onChange={(next) => onChange(fields.with(index, next))} />
          <IconButton
            size="s"
            look="quiet"
            icon="close"
            label={`Remove field ${item.variable}`}
            onClick={() => onChange(fields.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button size="s" look="quiet" icon="plus" onClick={() => onChange([...fields, NEW_FIELD])}>
        Add a field
      </Button>
    </>
  );
}

interface FieldRowProps {
  field: FieldSource;
  index: number;
  onChange: (field: FieldSource) => void;
}

function FieldRow({ field, index, onChange }: FieldRowProps) {
  const name = `Field ${index + 1}`;
  const setType = (type: string): void => {
    const values = type === 'list' ? (field.values ?? ['One', 'Two']) : undefined;
    onChange({ ...field, type: type as FieldSource['type'], values });
  };
  return (
    <div className="form-field">
      <TextField
        label={`${name}: question`}
        hideLabel
        placeholder="What is asked"
        value={field.prompt}
        onChange={(event) => onChange({ ...field, prompt: event.target.value })}
      />
      <TextField
        label={`${name}: variable`}
        hideLabel
        placeholder="variable"
        className="code-area"
        value={field.variable}
        onChange={(event) => onChange({ ...field, variable: event.target.value })}
      />
      <Select
        label={`${name}: type`}
        hideLabel
        value={field.type}
        options={TYPES.map((value) => ({ value, label: value }))}
        onPick={setType}
      />
      {field.values && (
        <TextArea
          label={`${name}: values`}
          hint="One per line, or: option = label, other label"
          rows={2}
          defaultValue={valuesToLines(field.values)}
          onChange={(event) => onChange({ ...field, values: linesToValues(event.target.value) })}
        />
      )}
    </div>
  );
}
