import { Switch, TextField } from '../../design/field.tsx';
import type { PartProps } from './content-form.tsx';
import { Part } from './part.tsx';

/** What the connector looks at besides the text. */
export function FlagFields({ value, change }: PartProps) {
  const count =
    value.flags.length + [value.escalate, !value.rateable, value.small_talk, value.direct_call].filter(Boolean).length;
  return (
    <Part title="Flags" count={count}>
      <Switch
        label="Leads to an agent"
        hint={<code>ESCALATE = TRUE</code>}
        checked={value.escalate}
        onSwitch={(escalate) => change({ escalate })}
      />
      <Switch
        label="Can be rated"
        hint="Without this, the bot sends no code for ratings."
        checked={value.rateable}
        onSwitch={(rateable) => change({ rateable })}
      />
      <Switch
        label="Small talk"
        hint="Answered without codes."
        checked={value.small_talk}
        onSwitch={(small_talk) => change({ small_talk })}
      />
      <TextField
        label="Flags of the answer"
        hint="Separated by spaces, for example no-rating."
        defaultValue={value.flags.join(' ')}
        onChange={(event) => change({ flags: event.target.value.split(/[\s,]+/).filter((flag) => flag !== '') })}
      />
      <TextField
        label="Direct call"
        hint="A name by which a client may call it, for example sys-welcome."
        value={value.direct_call ?? ''}
        onChange={(event) => change({ direct_call: event.target.value || undefined })}
      />
    </Part>
  );
}
