import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Select, Switch, TextField } from '../design/field.tsx';
import { changeDesk, type HyperchatSettings, type SettingsChange, useDeskSettings } from './desk-api.ts';

/** How this desk is set up. Everything counts at once. */
export function DeskSettingsDialog({ onClose }: { onClose: () => void }) {
  const settings = useDeskSettings();
  return (
    <Dialog title="Desk settings" onClose={onClose}>
      {settings && <SettingsForm settings={settings} onClose={onClose} />}
    </Dialog>
  );
}

function SettingsForm({ settings, onClose }: { settings: HyperchatSettings; onClose: () => void }) {
  const change = useAction((wanted: SettingsChange) => changeDesk(wanted));
  return (
    <div className="form-stack">
      <Switch
        label="Queue mode"
        hint="Chats wait in line and the desk assigns them. Takes effect with the next chat."
        checked={settings.queue.active}
        busy={change.busy}
        onSwitch={(active) => void change.run({ queue: { active } })}
      />
      <Select
        label="When nobody is online, a queued chat"
        value={settings.queue.nobodyOnline}
        options={[
          { value: 'wait', label: 'waits' },
          { value: 'forever:alone', label: 'is given up (forever:alone)' },
        ]}
        onPick={(nobodyOnline) =>
          void change.run({ queue: { nobodyOnline: nobodyOnline as HyperchatSettings['queue']['nobodyOnline'] } })
        }
      />
      <InvitationTime settings={settings} onChange={(wanted) => void change.run(wanted)} />
      <Switch
        label="A closed chat becomes a ticket"
        checked={settings.tickets.active}
        busy={change.busy}
        onSwitch={(active) => void change.run({ tickets: { active } })}
      />
      <p className="field-hint">
        Opening hours are part of the connector’s configuration: they are in Backstage, under “Settings”.
      </p>
      <div className="form-actions">
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}

function InvitationTime(props: { settings: HyperchatSettings; onChange: (change: SettingsChange) => void }) {
  const { invitation, queue } = props.settings;
  return (
    <div className="form-pair">
      <CountField
        label="Seconds to accept"
        hint="Applies to invitations from now on."
        count={invitation.intervalMs / 1000}
        onCount={(seconds) => props.onChange({ invitation: { intervalMs: seconds * 1000 } })}
      />
      <CountField
        label="Invitations per chat"
        hint={
          queue.active
            ? 'Has no effect in queue mode: a queued chat is offered for as long as somebody is online.'
            : 'After that the chat is given up (forever:alone).'
        }
        count={invitation.maxAttempts}
        onCount={(maxAttempts) => props.onChange({ invitation: { maxAttempts } })}
      />
    </div>
  );
}

interface CountFieldProps {
  label: string;
  hint: string;
  count: number;
  onCount: (count: number) => void;
}

/** A number from 1 on. It counts while it is typed, as everything in this dialog does, so that no way out loses it. */
function CountField({ label, hint, count, onCount }: CountFieldProps) {
  const [text, setText] = useState(String(count));
  const type = (typed: string): void => {
    setText(typed);
    if (isCount(typed) && Number(typed) !== count) onCount(Number(typed));
  };
  return (
    <TextField
      label={label}
      hint={hint}
      problem={isCount(text) ? undefined : `A whole number, 1 or more. Until then it stays ${count}.`}
      inputMode="numeric"
      value={text}
      onChange={(event) => type(event.target.value)}
    />
  );
}

function isCount(text: string): boolean {
  return /^\s*[1-9]\d{0,5}\s*$/.test(text);
}
