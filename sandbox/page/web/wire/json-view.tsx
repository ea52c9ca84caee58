import { memo, type ReactNode } from 'react';

/** Above this many characters colours would cost more than they tell. */
const COLOURED_LIMIT = 60_000;
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** A body as people read it: JSON with two spaces, a text as it is. */
export function bodyToText(body: unknown): string {
  if (body === undefined || body === null || body === '') return '';
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}

/** JSON with its parts in colours; a text, or something very long, without. */
export const JsonView = memo(function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = bodyToText(value);
  if (text === '') return <p className="json-view-none">No body</p>;
  const coloured = typeof value !== 'string' && text.length <= COLOURED_LIMIT;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable with the keyboard
    <section className="json-view" tabIndex={0} aria-label={label}>
      <pre>{coloured ? colour(text) : text}</pre>
    </section>
  );
});

function colour(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon, word] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    const kind = string === undefined ? (word === undefined ? 'number' : 'word') : colon === undefined ? 'text' : 'key';
    parts.push(
      <span key={match.index} className={`json-view-${kind}`}>
        {string ?? whole}
      </span>,
    );
    if (colon !== undefined) parts.push(colon);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}
