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
    <Dialog title="Settings of the desk" onClose={onClose}>
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
        hint="Chats wait in line and the desk assigns them. Counts from the next chat on."
        checked={settings.queue.active}
        busy={change.busy}
        onSwitch={(active) => void change.run({ queue: { active } })}
      />
      <Select
        label="A queued chat, and nobody is online"
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
        Opening hours are part of the connector's configuration: switch them on in Backstage.
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
  const { intervalMs, maxAttempts } = props.settings.invitation;
  const [seconds, setSeconds] = useState(String(intervalMs / 1000));
  const [attempts, setAttempts] = useState(String(maxAttempts));
  const save = (): void => {
    const wanted = {
      intervalMs: Math.max(1, Number(seconds) || 1) * 1000,
      maxAttempts: Math.max(1, Number(attempts) || 1),
    };
    if (wanted.intervalMs !== intervalMs || wanted.maxAttempts !== maxAttempts) props.onChange({ invitation: wanted });
  };
  return (
    <div className="form-pair">
      <TextField
        label="Seconds to accept"
        type="number"
        min={1}
        value={seconds}
        onChange={(event) => setSeconds(event.target.value)}
        onBlur={save}
      />
      <TextField
        label="Invitations per chat"
        type="number"
        min={1}
        hint="Then it is given up."
        value={attempts}
        onChange={(event) => setAttempts(event.target.value)}
        onBlur={save}
      />
    </div>
  );
}
