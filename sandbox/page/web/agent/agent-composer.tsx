import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { IconButton } from '../design/button.tsx';
import { Select } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { type AgentView, actAsAgent } from './desk-api.ts';
import { returnToEditor, useEditorDraft } from './editor-drafts.ts';
import { editorToHtml } from './editor-html.ts';
import { FormatBar } from './format-bar.tsx';
import { readBase64 } from './read-base64.ts';
import { useAgentTyping } from './use-agent-typing.ts';
import './agent-composer.css';

interface AgentComposerProps {
  chatId: string;
  /** Agents in the chat: one of them speaks. */
  members: readonly AgentView[];
}

/** Where an agent writes: Enter sends (in a list it makes the next line), Shift+Enter makes a line. */
export function AgentComposer({ chatId, members }: AgentComposerProps) {
  const [wanted, setWanted] = useState<string>();
  const speaker = members.find(({ id }) => id === wanted) ?? members[0]!;
  const editor = useRef<HTMLDivElement>(null);
  const [empty, setEmpty] = useState(true);
  const typing = useAgentTyping(speaker.id, chatId);
  const say = useAction((text: string) => actAsAgent(speaker.id, { do: 'say', chatId, text }));
  const send = useAction(async (file: File) =>
    actAsAgent(speaker.id, { do: 'file', chatId, name: file.name, base64: await readBase64(file) }),
  );
  const look = (): void => setEmpty(editor.current === null || editorToHtml(editor.current) === '');
  useEditorDraft(editor, chatId, look);
  const submit = async (): Promise<void> => {
    if (editor.current === null || say.busy) return;
    typing.stop();
    await sendContent(editor.current, chatId, say.run, look);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || isInList(editor.current)) return;
    event.preventDefault();
    void submit();
  };
  const onPaste = (event: ClipboardEvent): void => {
    event.preventDefault();
    const file = event.clipboardData.files[0];
    if (file) void send.run(file);
    else document.execCommand('insertText', false, event.clipboardData.getData('text/plain'));
  };
  return (
    <div className="agent-composer">
      {members.length > 1 && (
        <Select
          label="Answer as"
          value={speaker.id}
          options={members.map(({ id, name }) => ({ value: id, label: name }))}
          onPick={setWanted}
        />
      )}
      <div className="agent-editor-box">
        {/* biome-ignore lint/a11y/useSemanticElements: a text area has no formatting. */}
        <div
          ref={editor}
          className="agent-editor"
          contentEditable
          suppressContentEditableWarning
          role="textbox"
          aria-multiline="true"
          aria-label={`Answer as ${speaker.name}`}
          data-placeholder={`Answer as ${speaker.name}`}
          data-empty={empty || undefined}
          tabIndex={0}
          onInput={() => {
            look();
            typing.start();
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className="agent-editor-bar">
          <FormatBar editor={editor} onChange={look} />
          <FileButton busy={send.busy} onFile={(file) => void send.run(file)} />
          <button
            type="button"
            className="composer-send"
            aria-label="Send the answer"
            disabled={empty || say.busy}
            onClick={() => void submit()}
          >
            <Icon name="send" size={18} />
          </button>
        </div>
      </div>
    </div>
  );
}

/** Empties the editor at once; what could not be sent comes back. */
async function sendContent(
  editor: HTMLElement,
  chatId: string,
  send: (html: string) => Promise<boolean>,
  look: () => void,
): Promise<void> {
  const html = editorToHtml(editor);
  if (html === '') return;
  const before = [...editor.childNodes];
  editor.replaceChildren();
  // Now, not when it has arrived: the agent may be in another chat by then.
  editor.focus();
  look();
  if (!(await send(html))) returnToEditor(editor, chatId, before);
  look();
}

function FileButton({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        size="s"
        icon="clip"
        label="Send a picture or a file"
        busy={busy}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}

function isInList(editor: HTMLElement | null): boolean {
  const node = getSelection()?.anchorNode;
  const element = node instanceof Element ? node : node?.parentElement;
  return editor?.contains(element ?? null) === true && element?.closest('li') != null;
}
