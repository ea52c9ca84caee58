import { useEffect, useState } from 'react';
import type { ConnectorState } from '../../../protocol/page-protocol.ts';
import { sendJson } from '../../api/http.ts';
import { useAction } from '../../api/use-action.ts';
import { usePageState } from '../../api/use-page-state.ts';
import { Button } from '../../design/button.tsx';
import { Note } from '../note.tsx';
import { editsToChange, problemsOf, realEdits, type SettingsEdits, settingsToFields } from './settings-fields.ts';
import { SettingsForm } from './settings-form.tsx';
import { setSettingsEdits, useSettingsEdits } from './use-settings-edits.ts';

/** The part of the connector's configuration that one can try here. */
export function SettingsSection() {
  const { data, reload } = usePageState();
  if (data === undefined) return null;
  return <Settings connector={data.connector} reload={reload} />;
}

function Settings({ connector, reload }: { connector: ConnectorState; reload: () => void }) {
  const current = settingsToFields(connector.settings);
  // Only what was changed here lies over what is in force: another window may change something else meanwhile.
  const kept = useSettingsEdits();
  const edits = realEdits(kept, current);
  useEffect(() => {
    // What is in force meanwhile is no edit any more.
    if (Object.keys(edits).length < Object.keys(kept).length) setSettingsEdits(edits);
  });
  const fields = { ...current, ...edits };
  const changed = Object.keys(edits).length > 0;
  const [isChecked, setIsChecked] = useState(false);
  const problems = isChecked ? problemsOf(fields) : {};
  const { apply, forget, applied } = useSettingsActions(reload);
  return (
    <div className="room-body">
      <div className="section">
        <p className="section-intro">
          These keys are in the connector’s files <code>chat.yaml</code> and <code>conversation.yaml</code>. Applying
          them restarts the sandbox’s connector on its data folder: conversations and open questions carry on.
        </p>
        {connector.refused !== undefined && (
          <RefusalNote refused={connector.refused} onDismiss={() => void forget.run()} />
        )}
        <SettingsForm
          fields={fields}
          problems={problems}
          change={(more) => setSettingsEdits(realEdits({ ...edits, ...more }, current))}
          disabled={apply.busy}
        />
        {applied && !changed && (
          <Note sticky tone="good">
            The connector was restarted and runs with these settings.
          </Note>
        )}
        {changed && (
          <ApplyNote
            wrong={Object.keys(problems).length > 0}
            busy={apply.busy}
            onApply={() => {
              const isWrong = Object.keys(problemsOf(fields)).length > 0;
              setIsChecked(isWrong);
              if (!isWrong) void apply.run(edits);
            }}
            onDiscard={() => {
              setSettingsEdits({});
              setIsChecked(false);
              if (connector.refused !== undefined) void forget.run();
            }}
          />
        )}
      </div>
    </div>
  );
}

function useSettingsActions(reload: () => void) {
  const [applied, setApplied] = useState(false);
  const apply = useAction(async (edits: SettingsEdits) => {
    setApplied(false);
    const settings = editsToChange(edits);
    const after = await sendJson<ConnectorState>('PUT', '/api/page/connector', { settings });
    reload();
    if (after.refused !== undefined) return;
    setSettingsEdits({});
    setApplied(true);
  });
  const forget = useAction(async () => {
    await sendJson('DELETE', '/api/page/connector/refused');
    reload();
  });
  return { apply, forget, applied };
}

function RefusalNote({ refused, onDismiss }: { refused: string; onDismiss: () => void }) {
  return (
    <Note
      tone="bad"
      actions={
        <Button look="quiet" onClick={onDismiss}>
          Dismiss
        </Button>
      }
    >
      <strong>The connector refused the last settings and keeps running with the old ones.</strong>
      {`\n${refused.trim()}`}
    </Note>
  );
}

interface ApplyNoteProps {
  /** Something in the form has to be written in another way first. */
  wrong: boolean;
  busy: boolean;
  onApply: () => void;
  onDiscard: () => void;
}

function ApplyNote({ wrong, busy, onApply, onDiscard }: ApplyNoteProps) {
  return (
    <Note
      sticky
      tone={wrong ? 'bad' : 'accent'}
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
      {wrong
        ? 'Not applied: one of the numbers needs correcting first.'
        : 'Not applied yet: the connector still runs with the old settings.'}
    </Note>
  );
}
