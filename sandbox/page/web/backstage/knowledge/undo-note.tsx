import { useAction } from '../../api/use-action.ts';
import { Button } from '../../design/button.tsx';
import { setParams } from '../../shell/route.ts';
import { Note } from '../note.tsx';
import { setUndoable, useUndoable } from './undo.ts';

/** What was deleted or reset last, and the way back; it stays until somebody closes it. */
export function UndoNote({ onUndone }: { onUndone: () => void }) {
  const undoable = useUndoable();
  const undo = useAction(async () => {
    const title = await undoable?.undo();
    setUndoable(undefined);
    onUndone();
    if (title !== undefined) setParams({ content: title });
  });
  if (undoable === undefined) return null;
  const actions = (
    <>
      <Button look="quiet" disabled={undo.busy} onClick={() => setUndoable(undefined)}>
        Dismiss
      </Button>
      <Button icon="undo" busy={undo.busy} onClick={() => void undo.run()}>
        Undo
      </Button>
    </>
  );
  return (
    <div className="undo-note">
      <Note tone="accent" actions={actions}>
        {undoable.told}
      </Note>
    </div>
  );
}
