import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react';
import { useDraft } from '../api/create-drafts.ts';
import { useAction } from '../api/use-action.ts';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { Attachment } from './attachment.tsx';
import { BUSINESS } from './channels.ts';
import { actAs, sendFile } from './phone-api.ts';
import { changePhoneDraft, phoneDrafts, returnToDraft } from './phone-drafts.ts';

interface ComposerProps {
  userId: string;
  name: string;
  onLocation: () => void;
}

/** Where the user writes: Enter sends, Shift+Enter makes a line. */
export function Composer({ userId, name, onLocation }: ComposerProps) {
  const { text, file } = useDraft(phoneDrafts, userId);
  const onFile = (chosen: File | undefined): void => changePhoneDraft(userId, { file: chosen });
  const input = useRef<HTMLTextAreaElement>(null);
  const send = useAction((said: string) =>
    file === undefined ? actAs(userId, { do: 'text', text: said }) : sendFile(userId, file, said),
  );
  const submit = async (): Promise<void> => {
    const said = text.trim();
    if ((said === '' && file === undefined) || send.busy) return;
    // Now, not when it has arrived: whoever writes may be on another phone by then.
    input.current?.focus();
    changePhoneDraft(userId, { text: '' });
    if (!(await send.run(said))) returnToDraft(userId, said);
    else if (phoneDrafts.get(userId).file === file) onFile(undefined);
  };
  const remove = (): void => {
    onFile(undefined);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.files[0];
    if (pasted === undefined) return;
    event.preventDefault();
    onFile(pasted);
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {file && <Attachment file={file} onRemove={remove} />}
      <div className="composer-line">
        <AttachMenu onFile={onFile} onLocation={onLocation} />
        <textarea
          ref={input}
          className="composer-input"
          rows={1}
          aria-label={`Message from ${name} to ${BUSINESS}`}
          placeholder={file ? 'Add a caption' : 'Message'}
          value={text}
          onChange={(event) => changePhoneDraft(userId, { text: event.target.value })}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button
          type="submit"
          className="composer-send"
          aria-label="Send"
          disabled={send.busy || (text.trim() === '' && file === undefined)}
        >
          <Icon name="send" size={18} />
        </button>
      </div>
    </form>
  );
}

function AttachMenu({ onFile, onLocation }: { onFile: (file: File) => void; onLocation: () => void }) {
  const image = useRef<HTMLInputElement>(null);
  const any = useRef<HTMLInputElement>(null);
  const pick = (input: HTMLInputElement): void => {
    const file = input.files?.[0];
    input.value = '';
    if (file) onFile(file);
  };
  return (
    <>
      <Menu up button={(props) => <IconButton icon="plus" label="Attach" className="composer-attach" {...props} />}>
        {(close) => (
          <>
            <MenuItem onPick={() => choose(close, () => image.current?.click())}>
              <Icon name="image" /> Picture
            </MenuItem>
            <MenuItem onPick={() => choose(close, () => any.current?.click())}>
              <Icon name="file" /> File
            </MenuItem>
            <MenuItem onPick={() => choose(close, onLocation)}>
              <Icon name="pin" /> Location
            </MenuItem>
          </>
        )}
      </Menu>
      <input ref={image} type="file" accept="image/*" hidden onChange={(event) => pick(event.target)} />
      <input ref={any} type="file" hidden onChange={(event) => pick(event.target)} />
    </>
  );
}

function choose(close: () => void, act: () => void): void {
  close();
  act();
}
