import { useState } from 'react';
import type { ConnectorSettings, ConnectorState } from '../../../protocol/page-protocol.ts';
import { sendJson } from '../../api/http.ts';
import { useAction } from '../../api/use-action.ts';
import { usePageState } from '../../api/use-page-state.ts';
import { Button } from '../../design/button.tsx';
import { Note } from '../note.tsx';
import { SettingsForm } from './settings-form.tsx';

/** The part of the connector's configuration that decides when users meet an agent. */
export function SettingsSection() {
  const { data, reload } = usePageState();
  if (data === undefined) return null;
  return <Settings connector={data.connector} reload={reload} />;
}

function Settings({ connector, reload }: { connector: ConnectorState; reload: () => void }) {
  const [edited, setEdited] = useState<ConnectorSettings>();
  const [applied, setApplied] = useState(false);
  const settings = edited ?? connector.settings;
  const changed = edited !== undefined && JSON.stringify(edited) !== JSON.stringify(connector.settings);
  const apply = useAction(async (wanted: ConnectorSettings) => {
    setApplied(false);
    const after = await sendJson<ConnectorState>('PUT', '/api/page/connector', { settings: wanted });
    reload();
    if (after.refused !== undefined) return;
    setEdited(undefined);
    setApplied(true);
  });
  return (
    <div className="room-body">
      <div className="section">
        <p className="section-intro">
          These keys stand in the connector’s files <code>chat.yaml</code> and <code>conversation.yaml</code>. Applying
          them restarts the sandbox’s connector on its data folder: conversations and open questions go on.
        </p>
        {connector.refused !== undefined && (
          <Note tone="bad">
            <strong>The connector refused the last settings and runs on with the old ones.</strong>
            {`\n${connector.refused.trim()}`}
          </Note>
        )}
        <SettingsForm settings={settings} onChange={setEdited} disabled={apply.busy} />
        {applied && !changed && (
          <Note sticky tone="good">
            The connector was restarted and runs with these settings.
          </Note>
        )}
        <ApplyNote
          changed={changed}
          busy={apply.busy}
          onApply={() => void apply.run(settings)}
          onDiscard={() => setEdited(undefined)}
        />
      </div>
    </div>
  );
}

interface ApplyNoteProps {
  changed: boolean;
  busy: boolean;
  onApply: () => void;
  onDiscard: () => void;
}

function ApplyNote({ changed, busy, onApply, onDiscard }: ApplyNoteProps) {
  if (!changed) return null;
  return (
    <Note
      sticky
      tone="accent"
      actions={
        <>
          <Button look="quiet" disabled={busy} onClick={onDiscard}>
            Discard
          </Button>
          <Button look="primary" icon="refresh" busy={busy} onClick={onApply}>
            {busy ? 'Restarting…' : 'Apply and restart'}
          </Button>
        </>
      }
    >
      Not applied yet: the connector still runs with the old settings.
    </Note>
  );
}
