import { type RefObject, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button, IconButton } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';

interface FormatBarProps {
  editor: RefObject<HTMLElement | null>;
  onChange: () => void;
}

/** Bold, italic, list, link. The browser's own editing commands are old, but every browser has them. */
export function FormatBar({ editor, onChange }: FormatBarProps) {
  const [range, setRange] = useState<Range>();
  const format = (command: string, value?: string): void => {
    editor.current?.focus();
    document.execCommand(command, false, value);
    onChange();
  };
  return (
    <div className="format-bar" role="toolbar" aria-label="Format">
      <IconButton size="s" icon="bold" label="Bold" onMouseDown={keepSelection} onClick={() => format('bold')} />
      <IconButton size="s" icon="italic" label="Italic" onMouseDown={keepSelection} onClick={() => format('italic')} />
      <IconButton
        size="s"
        icon="list"
        label="List"
        onMouseDown={keepSelection}
        onClick={() => format('insertUnorderedList')}
      />
      <IconButton
        size="s"
        icon="link"
        label="Link"
        onMouseDown={keepSelection}
        onClick={() => setRange(selectionIn(editor.current))}
      />
      {range && (
        <LinkDialog
          text={range.toString()}
          onClose={() => setRange(undefined)}
          onLink={(url, text) => {
            // The dialog gives the focus back when it goes: only then can the editor have it.
            flushSync(() => setRange(undefined));
            insertLink(editor.current, range, url, text);
            onChange();
          }}
        />
      )}
    </div>
  );
}

function LinkDialog(props: { text: string; onClose: () => void; onLink: (url: string, text: string) => void }) {
  const [url, setUrl] = useState('https://');
  const [text, setText] = useState(props.text);
  const valid = URL.canParse(url) && /^(https?|mailto):/i.test(url) && url !== 'https://';
  return (
    <Dialog title="Link" onClose={props.onClose}>
      <form
        className="form-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) props.onLink(url, text.trim() || url);
        }}
      >
        <TextField label="Address" value={url} onChange={(event) => setUrl(event.target.value)} />
        <TextField
          label="Text"
          hint="Left empty: the address."
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="form-actions">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!valid}>
            Insert link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A click on a button must not take the selection away. */
function keepSelection(event: { preventDefault(): void }): void {
  event.preventDefault();
}

/** What is selected in the editor, else its end. */
function selectionIn(editor: HTMLElement | null): Range | undefined {
  if (editor === null) return undefined;
  const selection = getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  if (range && editor.contains(range.commonAncestorContainer)) return range.cloneRange();
  const end = document.createRange();
  end.selectNodeContents(editor);
  end.collapse(false);
  return end;
}

function insertLink(editor: HTMLElement | null, range: Range, url: string, text: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.textContent = text;
  range.deleteContents();
  range.insertNode(link);
  link.after('\u00a0');
  editor?.focus();
  getSelection()?.collapse(link.nextSibling, 1);
}
