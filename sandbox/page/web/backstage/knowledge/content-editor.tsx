import { useState } from 'react';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { setParams } from '../../shell/route.ts';
import { Note } from '../note.tsx';
import { type ContentSource, tidied } from './content-draft.ts';
import { ContentForm } from './content-form.tsx';
import { type Edit, setEdit } from './use-edits.ts';
import { type SaveContent, useSaveContent } from './use-save-content.ts';
import './editor.css';

interface ContentEditorProps {
  /** Under which it is edited: its title at the bot, or the name for a new one. */
  name: string;
  /** As the bot has it; undefined for one that is being added. */
  content: ContentSource | undefined;
  edit: Edit | undefined;
  /** Of all contents. */
  titles: string[];
  /** Whether it was saved just now. */
  saved: boolean;
  /** @param next title of what is to be shown now */
  onDone: (next: string | undefined) => void;
}

/** One content with all its parts; what is typed is kept until it is saved or discarded. */
export function ContentEditor({ name, content, edit, titles, saved, onDone }: ContentEditorProps) {
  const saving = useSaveContent();
  const [restProblem, setRestProblem] = useState<string>();
  const value = edit?.value ?? content;
  if (value === undefined) return null;
  const atBot = content && JSON.stringify(content);
  const changed = edit !== undefined && JSON.stringify(edit.value) !== atBot;
  const taken = value.title.trim() !== content?.title && titles.includes(value.title.trim());
  const save = async (): Promise<void> => {
    const written = tidied(value);
    if (!(await saving.save(content?.title, written))) return;
    setEdit(name, undefined);
    onDone(written.title);
  };
  const blocked =
    restProblem ??
    (value.title.trim() === '' ? 'It needs a title.' : taken ? 'Another content has this title.' : undefined);
  return (
    <div className="editor">
      <EditorHead content={content} saving={saving} onDone={onDone} name={name} />
      <div className="editor-body">
        {changed && edit.base !== undefined && edit.base !== atBot && (
          <Note tone="warn">
            Somebody else has changed this content in the meantime. Saving replaces their changes.
          </Note>
        )}
        <ContentForm
          value={value}
          titles={titles.filter((title) => title !== content?.title)}
          onChange={(next) => setEdit(name, { base: edit ? edit.base : atBot, value: next })}
          onRestProblem={setRestProblem}
        />
        {saved && !changed && (
          <Note sticky tone="good">
            Saved. The bot answers this way from the next message on.
          </Note>
        )}
        {saving.problem && <Note tone="bad">{saving.problem}</Note>}
        {changed && (
          <SaveNote
            saving={saving}
            blocked={blocked}
            onSave={save}
            onDiscard={() => {
              setEdit(name, undefined);
              if (!content) onDone(undefined);
            }}
          />
        )}
      </div>
    </div>
  );
}

interface SaveNoteProps {
  saving: SaveContent;
  /** Why it cannot be saved as it is. */
  blocked: string | undefined;
  onSave: () => Promise<void>;
  onDiscard: () => void;
}

function SaveNote({ saving, blocked, onSave, onDiscard }: SaveNoteProps) {
  const actions = (
    <>
      <Button look="quiet" disabled={saving.busy} onClick={onDiscard}>
        Discard
      </Button>
      <Button look="primary" busy={saving.busy} disabled={blocked !== undefined} onClick={() => void onSave()}>
        Save
      </Button>
    </>
  );
  return (
    <Note sticky tone={blocked ? 'warn' : 'accent'} actions={actions}>
      {blocked ?? 'Not saved yet: the bot still answers the old way.'}
    </Note>
  );
}

interface EditorHeadProps {
  name: string;
  content: ContentSource | undefined;
  saving: SaveContent;
  onDone: (next: string | undefined) => void;
}

function EditorHead({ name, content, saving, onDone }: EditorHeadProps) {
  const [asking, setAsking] = useState(false);
  const remove = async (title: string): Promise<void> => {
    const done = await saving.remove(title);
    setAsking(false);
    if (!done) return;
    setEdit(name, undefined);
    onDone(undefined);
  };
  return (
    <header className="editor-head">
      <IconButton
        className="editor-back"
        icon="left"
        label="Back to the list"
        look="quiet"
        onClick={() => setParams({ content: undefined })}
      />
      <h3>{content?.title ?? 'A new content'}</h3>
      {content && (
        <Button size="s" look="danger" icon="trash" disabled={saving.busy} onClick={() => setAsking(true)}>
          Delete
        </Button>
      )}
      {content && asking && (
        <DeleteDialog
          title={content.title}
          busy={saving.busy}
          onClose={() => setAsking(false)}
          onDelete={() => void remove(content.title)}
        />
      )}
    </header>
  );
}

interface DeleteDialogProps {
  title: string;
  busy: boolean;
  onClose: () => void;
  onDelete: () => void;
}

function DeleteDialog({ title, busy, onClose, onDelete }: DeleteDialogProps) {
  return (
    <Dialog title={`Delete “${title}”?`} onClose={onClose}>
      <div className="form-stack">
        <p>The bot stops using it at once. You can undo this afterwards.</p>
        <div className="form-actions">
          <Button disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" icon="trash" busy={busy} onClick={onDelete}>
            Delete content
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
