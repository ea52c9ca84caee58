import { Switch, TextArea, TextField } from '../../design/field.tsx';
import { AnswerFields } from './answer-fields.tsx';
import { AskFields } from './ask-fields.tsx';
import { AttributeFields } from './attribute-fields.tsx';
import type { ContentSource } from './content-draft.ts';
import { FlagFields } from './flag-fields.tsx';
import { FormFields } from './form-fields.tsx';
import { OptionFields } from './option-fields.tsx';
import { Part } from './part.tsx';
import { ReferenceFields } from './reference-fields.tsx';
import { RestField } from './rest-field.tsx';

export interface PartProps {
  value: ContentSource;
  /** Changes some of it. */
  change: (part: Partial<ContentSource>) => void;
  /** Of the other contents, for references. */
  titles: string[];
}

interface ContentFormProps {
  value: ContentSource;
  titles: string[];
  onChange: (value: ContentSource) => void;
  onRestProblem: (problem: string | undefined) => void;
}

/** All parts of a content, the frequent ones open. */
export function ContentForm({ value, titles, onChange, onRestProblem }: ContentFormProps) {
  const change = (part: Partial<ContentSource>): void => onChange({ ...value, ...part });
  const part: PartProps = { value, change, titles };
  return (
    <form className="content-form" onSubmit={(event) => event.preventDefault()}>
      <NameFields {...part} />
      <AnswerFields {...part} />
      <OptionFields {...part} />
      <AskFields {...part} />
      <FormFields {...part} />
      <ReferenceFields {...part} />
      <FlagFields {...part} />
      <Part title="Attributes" count={Object.keys(value.attributes).length + (value.side_bubble ? 1 : 0)}>
        <AttributeFields {...part} />
        <TextArea
          label="Side bubble (HTML)"
          hint="SIDEBUBBLE_TEXT: the connector sends it as a message of its own."
          value={value.side_bubble}
          onChange={(event) => change({ side_bubble: event.target.value })}
        />
      </Part>
      <RestField value={value} onChange={onChange} onProblem={onRestProblem} />
    </form>
  );
}

function NameFields({ value, change }: PartProps) {
  return (
    <>
      <TextField
        label="Title"
        hint="The content is also found by it. Related contents and options show it."
        value={value.title}
        onChange={(event) => change({ title: event.target.value })}
      />
      <TextArea
        label="Other ways to ask for it"
        hint="One per line."
        rows={2}
        value={value.phrases.join('\n')}
        onChange={(event) => change({ phrases: event.target.value === '' ? [] : event.target.value.split('\n') })}
      />
      <Switch
        label="Published"
        hint="Drafts are shown only in the development environment."
        checked={!value.draft}
        onSwitch={(published) => change({ draft: !published })}
      />
    </>
  );
}
