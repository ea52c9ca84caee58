import { Select, Switch, TextField } from '../../design/field.tsx';
import { HoursCard } from './hours-card.tsx';
import type { FieldProblems, SettingsEdits, SettingsFields } from './settings-fields.ts';
import './settings-form.css';

interface SettingsFormProps {
  fields: SettingsFields;
  problems: FieldProblems;
  change: (edits: SettingsEdits) => void;
  disabled: boolean;
}

const LANGUAGES = ['ca', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pt'];
const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/** Each setting with what it means; the names of the keys beside them, as in the files. */
export function SettingsForm({ fields, problems, change, disabled }: SettingsFormProps) {
  return (
    <fieldset className="settings" disabled={disabled}>
      <legend className="visually-hidden">Settings of the connector</legend>
      <ChatCard fields={fields} change={change} />
      <section className="card">
        <h3>When an agent is offered</h3>
        <div className="settings-pair">
          <CountField label="Misses in a row" name="triesBeforeEscalation" {...{ fields, problems, change }} />
          <CountField
            label="Bad ratings in a row"
            name="negativeRatingsBeforeEscalation"
            {...{ fields, problems, change }}
          />
        </div>
      </section>
      <HoursCard fields={fields} change={change} />
      <section className="card">
        <h3>Ratings and language</h3>
        <Switch
          label="Ask whether an answer was helpful"
          hint={<code>content_ratings.enabled</code>}
          checked={fields['content_ratings.enabled']}
          onSwitch={(enabled) => change({ 'content_ratings.enabled': enabled })}
        />
        <Select
          label="Language of the bot and of the connector’s own sentences"
          hint={<code>default.lang</code>}
          value={fields.lang}
          options={[...new Set([...LANGUAGES, fields.lang])].map((value) => ({
            value,
            label: `${languageNames.of(value) ?? value} (${value})`,
          }))}
          onPick={(lang) => change({ lang })}
        />
      </section>
    </fieldset>
  );
}

function ChatCard({ fields, change }: Pick<SettingsFormProps, 'fields' | 'change'>) {
  return (
    <section className="card">
      <h3>Chats with agents</h3>
      <Switch
        label="Users can be handed to an agent"
        hint={<code>chat.enabled</code>}
        checked={fields['chat.enabled']}
        onSwitch={(enabled) => change({ 'chat.enabled': enabled })}
      />
      <div className="settings-pair">
        <TextField
          label="Word to leave the queue"
          hint={<code>chat.exitQueueCommand</code>}
          value={fields['chat.exitQueueCommand']}
          placeholder="none"
          onChange={(event) => change({ 'chat.exitQueueCommand': event.target.value })}
        />
        <TextField
          label="Word to end a chat"
          hint={<code>chat.closeCommand</code>}
          value={fields['chat.closeCommand']}
          placeholder="none"
          onChange={(event) => change({ 'chat.closeCommand': event.target.value })}
        />
      </div>
    </section>
  );
}

interface CountFieldProps extends Omit<SettingsFormProps, 'disabled'> {
  label: string;
  name: 'triesBeforeEscalation' | 'negativeRatingsBeforeEscalation';
}

function CountField({ label, name, fields, problems, change }: CountFieldProps) {
  return (
    <TextField
      label={label}
      hint={
        <>
          <code>{name}</code>, 0: never
        </>
      }
      problem={problems[name]}
      inputMode="numeric"
      value={fields[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
}
