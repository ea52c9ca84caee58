import { useState } from 'react';
import { useResource } from '../../api/use-resource.ts';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { setParams, useParam } from '../../shell/route.ts';
import { type ContentSource, emptyContent } from './content-draft.ts';
import { ContentEditor } from './content-editor.tsx';
import { ContentList } from './content-list.tsx';
import { UndoNote } from './undo-note.tsx';
import { setEdit, useEdits } from './use-edits.ts';
import './knowledge-section.css';

/** The name under which a content that is being added is kept: no title can begin with a space. */
const NEW = ' new';

const open = (title: string | undefined): void => setParams({ content: title });

/** The bot's contents, and the one that is looked at. */
export function KnowledgeSection() {
  const { data: contents, problem, reload } = useResource<ContentSource[]>('/api/chatbot/contents', ['knowledge']);
  const edits = useEdits();
  const [search, setSearch] = useState('');
  const [saved, setSaved] = useState<string>();
  const title = useParam('content');
  if (contents === undefined) return problem ? <EmptyState icon="warning" title={problem} /> : null;
  const shown = contents.find((content) => content.title === title);
  // After a reload its address is still there, but nothing of it.
  const adding = title === NEW && edits.has(NEW);
  const add = (): void => {
    if (!edits.has(NEW)) setEdit(NEW, { base: undefined, value: emptyContent(search) });
    open(NEW);
  };
  return (
    <>
      <UndoNote onUndone={reload} />
      <div className={classNames('knowledge', (shown || adding) && 'knowledge-editing')}>
        <ContentList
          contents={contents}
          draft={edits.get(NEW)?.value}
          edits={edits}
          chosen={adding ? 'new' : shown}
          search={search}
          onSearch={setSearch}
          onOpen={open}
          onAdd={add}
        />
        <div className="knowledge-editor">
          {shown || adding ? (
            <ContentEditor
              key={title}
              name={title!}
              content={shown}
              edit={edits.get(title!)}
              titles={contents.map((content) => content.title)}
              saved={saved !== undefined && saved === title}
              onDone={(next) => {
                reload();
                setSaved(next);
                open(next);
              }}
            />
          ) : (
            <NothingOpen onAdd={add} />
          )}
        </div>
      </div>
    </>
  );
}

function NothingOpen({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState
      icon="edit"
      title="Change what the bot says"
      actions={
        <Button icon="plus" onClick={onAdd}>
          Add a content
        </Button>
      }
    >
      Pick a content on the left, change its answer and save. Then ask the bot on the phone: it uses the new answer at
      once.
    </EmptyState>
  );
}
