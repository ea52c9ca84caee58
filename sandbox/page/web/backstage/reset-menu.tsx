import { useState } from 'react';
import type { ResetRequest } from '../../protocol/page-protocol.ts';
import { sendJson } from '../api/http.ts';
import { notify } from '../api/notices.ts';
import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { setParams } from '../shell/route.ts';
import { setSettingsEdits } from './connector/use-settings-edits.ts';
import { rememberContents, setUndoable } from './knowledge/undo.ts';
import { forgetEdits } from './knowledge/use-edits.ts';

type What = ResetRequest['what'];

const RESETS: Record<What, { item: string; title: string; about: string; button: string }> = {
  contents: {
    item: 'Reset the contents…',
    title: 'Reset the contents?',
    about: 'The bot knows again what it knew when the sandbox started. This can be undone.',
    button: 'Reset the contents',
  },
  everything: {
    item: 'Reset everything…',
    title: 'Reset everything?',
    about:
      'Contents, Extra Info, ratings, faults, and the settings of the connector and the desk become what they were when the sandbox started. Open chats are closed, all phones are taken away but a new one, and Wire begins anew. This cannot be undone.',
    button: 'Reset everything',
  },
};

/** The way back to how the sandbox started. */
export function ResetMenu() {
  const [asking, setAsking] = useState<What>();
  return (
    <>
      <Menu
        align="right"
        button={(props) => (
          <Button {...props} size="s" look="quiet" icon="refresh">
            Reset
          </Button>
        )}
      >
        {(close) =>
          (['contents', 'everything'] as const).map((what) => (
            <MenuItem
              key={what}
              onPick={() => {
                close();
                setAsking(what);
              }}
            >
              {RESETS[what].item}
            </MenuItem>
          ))
        }
      </Menu>
      {asking && <ResetDialog what={asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function ResetDialog({ what, onClose }: { what: What; onClose: () => void }) {
  const { title, about, button } = RESETS[what];
  const reset = useAction(async () => {
    const undoable = what === 'contents' ? await rememberContents() : undefined;
    await sendJson('POST', '/api/page/reset', { what });
    forgetEdits();
    setUndoable(undoable);
    if (what === 'contents') return setParams({ section: 'knowledge', content: undefined });
    setSettingsEdits({});
    setParams({ content: undefined, phone: undefined, chat: undefined, wireUser: undefined, message: undefined });
    notify('Everything is as it was at the start.', 'good');
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="form-stack">
        <p>{about}</p>
        <div className="form-actions">
          <Button aria-disabled={reset.busy} onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="danger"
            icon="refresh"
            busy={reset.busy}
            onClick={() => void reset.run().then((done) => done && onClose())}
          >
            {button}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
