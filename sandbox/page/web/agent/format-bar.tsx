import { type RefObject, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button, IconButton } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { insertLink, type LinkPlace, linkPlaceIn } from './insert-link.ts';
import { MARKS, useFormatStates } from './use-format-states.ts';

interface FormatBarProps {
  editor: RefObject<HTMLElement | null>;
  onChange: () => void;
}

/** Bold, italic, list, link. The browser's own editing commands are old, but every browser has them. */
export function FormatBar({ editor, onChange }: FormatBarProps) {
  const [place, setPlace] = useState<LinkPlace>();
  const { states, look } = useFormatStates(editor);
  const format = (command: string): void => {
    editor.current?.focus();
    document.execCommand(command);
    look();
    onChange();
  };
  return (
    <div className="format-bar" role="toolbar" aria-label="Format">
      {MARKS.map((mark) => (
        <IconButton
          key={mark}
          size="s"
          icon={mark}
          label={mark === 'bold' ? 'Bold' : 'Italic'}
          aria-pressed={states[mark]}
          onMouseDown={keepSelection}
          onClick={() => format(mark)}
        />
      ))}
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
        onClick={() => editor.current && setPlace(linkPlaceIn(editor.current))}
      />
      {place && (
        <LinkDialog
          text={place.range.toString()}
          onClose={() => setPlace(undefined)}
          onLink={(url, text) => {
            // The dialog gives the focus back when it goes: only then can the editor have it.
            flushSync(() => setPlace(undefined));
            if (editor.current) insertLink(editor.current, place, url, text);
            look();
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
          hint="Leave empty to show the address."
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
