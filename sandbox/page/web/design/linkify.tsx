import type { ReactNode } from 'react';

const address = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/g;

/** A text with its web addresses as links. */
export function Linkify({ text }: { text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    parts.push(text.slice(end, match.index));
    parts.push(
      <a key={match.index} href={match[0]} target="_blank" rel="noreferrer">
        {match[0]}
      </a>,
    );
    end = match.index + match[0].length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(end)];
}
