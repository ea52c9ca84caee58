import type { ConnectorSettings } from '../../../protocol/page-protocol.ts';
import { Select, Switch, TextField } from '../../design/field.tsx';
import './settings-form.css';

interface SettingsFormProps {
  settings: ConnectorSettings;
  onChange: (settings: ConnectorSettings) => void;
  disabled: boolean;
}

const LANGUAGES = ['ca', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pt'];
const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/** Each setting with what it means; the names of the keys beside them, as in the files. */
export function SettingsForm({ settings, onChange, disabled }: SettingsFormProps) {
  const change = (part: Partial<ConnectorSettings>): void => onChange({ ...settings, ...part });
  return (
    <fieldset className="settings" disabled={disabled}>
      <legend className="visually-hidden">Settings of the connector</legend>
      <ChatCard settings={settings} change={change} />
      <section className="card">
        <h3>When an agent is offered</h3>
        <div className="settings-pair">
          <CountField
            label="Misses in a row"
            name="triesBeforeEscalation"
            value={settings.triesBeforeEscalation}
            onCount={(triesBeforeEscalation) => change({ triesBeforeEscalation })}
          />
          <CountField
            label="Bad ratings in a row"
            name="negativeRatingsBeforeEscalation"
            value={settings.negativeRatingsBeforeEscalation}
            onCount={(negativeRatingsBeforeEscalation) => change({ negativeRatingsBeforeEscalation })}
          />
        </div>
      </section>
      <section className="card">
        <h3>Ratings and language</h3>
        <Switch
          label="Ask whether an answer was helpful"
          hint={<code>content_ratings.enabled</code>}
          checked={settings.content_ratings.enabled}
          onSwitch={(enabled) => change({ content_ratings: { enabled } })}
        />
        <Select
          label="Language of the bot and of the connector’s own sentences"
          hint={<code>default.lang</code>}
          value={settings.lang}
          options={[...new Set([...LANGUAGES, settings.lang])].map((value) => ({
            value,
            label: `${languageNames.of(value) ?? value} (${value})`,
          }))}
          onPick={(lang) => change({ lang })}
        />
      </section>
    </fieldset>
  );
}

interface CardProps {
  settings: ConnectorSettings;
  change: (part: Partial<ConnectorSettings>) => void;
}

function ChatCard({ settings: { chat }, change }: CardProps) {
  const changeChat = (part: Partial<ConnectorSettings['chat']>): void => change({ chat: { ...chat, ...part } });
  return (
    <section className="card">
      <h3>Chats with agents</h3>
      <Switch
        label="Users can be handed to an agent"
        hint={<code>chat.enabled</code>}
        checked={chat.enabled}
        onSwitch={(enabled) => changeChat({ enabled })}
      />
      <Switch
        label="Only during the hours of the timetable"
        hint={<code>chat.workTimeTableActive</code>}
        checked={chat.workTimeTableActive}
        onSwitch={(workTimeTableActive) => changeChat({ workTimeTableActive })}
      />
      <div className="settings-pair">
        <TextField
          label="Word to leave the queue"
          hint={<code>chat.exitQueueCommand</code>}
          value={chat.exitQueueCommand}
          placeholder="none"
          onChange={(event) => changeChat({ exitQueueCommand: event.target.value })}
        />
        <TextField
          label="Word to end a chat"
          hint={<code>chat.closeCommand</code>}
          value={chat.closeCommand}
          placeholder="none"
          onChange={(event) => changeChat({ closeCommand: event.target.value })}
        />
      </div>
    </section>
  );
}

interface CountFieldProps {
  label: string;
  name: string;
  value: number;
  onCount: (value: number) => void;
}

function CountField({ label, name, value, onCount }: CountFieldProps) {
  return (
    <TextField
      label={label}
      hint={
        <>
          <code>{name}</code>, 0: never
        </>
      }
      type="number"
      step="any"
      value={Number.isNaN(value) ? '' : value}
      // What makes no sense is for the connector to refuse, in its own words.
      onChange={(event) => onCount(event.target.valueAsNumber || 0)}
    />
  );
}
