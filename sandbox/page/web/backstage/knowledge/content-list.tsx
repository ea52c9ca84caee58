import { type ReactNode, useEffect, useRef } from 'react';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { type ContentSource, isFound, marksOf, summaryOf } from './content-draft.ts';
import type { Edit } from './use-edits.ts';

interface ContentListProps {
  contents: ContentSource[];
  /** One that is being added. */
  draft: ContentSource | undefined;
  edits: ReadonlyMap<string, Edit>;
  /** Title of the one that is open; `new` for the one that is being added. */
  chosen: { title: string } | 'new' | undefined;
  search: string;
  onSearch: (search: string) => void;
  onOpen: (title: string) => void;
  /** Opens the one that is being added, or begins one. */
  onAdd: () => void;
}

/** All contents, or those that a search finds. */
export function ContentList({ contents, draft, edits, chosen, search, onSearch, onOpen, onAdd }: ContentListProps) {
  const found = contents.filter((content) => isFound(content, search));
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is open, which may stand far down
  useEffect(() => {
    const line = list.current?.querySelector('[aria-current]');
    if (list.current && line) reveal(line, list.current);
  }, [typeof chosen === 'object' ? chosen.title : chosen]);
  return (
    <nav className="contents" aria-label="Contents">
      <div className="contents-head">
        <TextField
          label="Search the knowledge"
          hideLabel
          type="search"
          placeholder={`Search ${contents.length} contents`}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
        />
        <IconButton icon="plus" label="Add a content" onClick={onAdd} />
      </div>
      <ul className="contents-list" ref={list}>
        {draft && (
          <ListItem isOpen={chosen === 'new'} onOpen={onAdd}>
            <ContentLine content={{ ...draft, title: draft.title.trim() || 'A new content' }} unsaved />
          </ListItem>
        )}
        {found.map((content) => (
          <ListItem
            key={content.title}
            isOpen={typeof chosen === 'object' && content.title === chosen.title}
            onOpen={() => onOpen(content.title)}
          >
            <ContentLine content={content} unsaved={edits.has(content.title)} />
          </ListItem>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="contents-none">
          Nothing contains “{search}”. <br />
          Press + to add a content with this title.
        </p>
      )}
    </nav>
  );
}

function ListItem({ isOpen, onOpen, children }: { isOpen: boolean; onOpen: () => void; children: ReactNode }) {
  return (
    <li>
      <button type="button" className="content-line" aria-current={isOpen ? 'true' : undefined} onClick={onOpen}>
        {children}
      </button>
    </li>
  );
}

/** Brings a line to the middle of the list, unless it is to be seen already. Nothing around the list is scrolled. */
function reveal(line: Element, list: Element): void {
  const [inner, outer] = [line.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
  list.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

function ContentLine({ content, unsaved }: { content: ContentSource; unsaved: boolean }) {
  const marks = marksOf(content);
  return (
    <>
      <span className="content-line-title">
        {content.title}
        {unsaved && <Badge tone="accent">not saved</Badge>}
      </span>
      <span className="content-line-summary">{summaryOf(content)}</span>
      {marks.length > 0 && <span className="content-line-marks">{marks.join(' · ')}</span>}
    </>
  );
}
