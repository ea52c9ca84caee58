import { useState } from 'react';
import { sendJson } from '../../api/http.ts';
import { type Action, useAction } from '../../api/use-action.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Note } from '../note.tsx';
import { AppTokensCard } from './app-tokens-card.tsx';
import { TranslationsCard } from './translations-card.tsx';
import { type UsedDrafts, useDrafts } from './use-drafts.ts';

/** What was posted here and what the connector has read of it, by the names of the entries. */
interface Progress {
  posted: readonly string[];
  /** Undefined: it was not told to read since the last change. */
  read?: readonly string[];
}

const NOTHING: Progress = { posted: [] };

/** The two entries of Extra Info that the connector reads, edited and posted as in Backstage. */
export function ExtraInfoSection() {
  const drafts = useDrafts();
  const [progress, setProgress] = useState(NOTHING);
  const read = useAction(async () => {
    await sendJson('POST', '/api/page/connector/read-extra-info');
    setProgress({ posted: [], read: progress.posted });
  });
  const { entries, problem } = drafts;
  if (entries === undefined) return problem ? <EmptyState icon="warning" title={problem} /> : null;
  const entryOf = (name: string) => entries.find((entry) => entry.name === name)?.value ?? {};
  const change: UsedDrafts['change'] = (name, value) => {
    setProgress({ posted: progress.posted });
    return drafts.change(name, value);
  };
  const changed = entries.filter((entry) => entry.changed).map(({ name }) => name);
  return (
    <div className="room-body">
      <div className="section">
        <div className="extra-info-head">
          <p className="section-intro">
            What Inbenta’s Backstage has under Extra Info, group <code>smooch</code>. As there, changes count once they
            are posted, and the connector reads them every half hour.
          </p>
          <Button icon="refresh" busy={read.busy} onClick={() => void read.run()}>
            Read Extra Info now
          </Button>
        </div>
        <TranslationsCard value={entryOf('translations')} onChange={(value) => change('translations', value)} />
        <AppTokensCard
          value={entryOf('app_tokens')}
          onChange={(value) => change('app_tokens', value)}
          onPutBack={drafts.putBackKeys}
        />
        {changed.length > 0 ? (
          <PostNote
            changed={changed}
            drafts={drafts}
            onPosted={() => setProgress({ posted: [...new Set([...progress.posted, ...changed])] })}
          />
        ) : (
          <ReadNote progress={progress} read={read} onLater={() => setProgress(NOTHING)} />
        )}
      </div>
    </div>
  );
}

interface PostNoteProps {
  /** Names of the entries that wait to be posted. */
  changed: string[];
  drafts: UsedDrafts;
  onPosted: () => void;
}

function PostNote({ changed, drafts, onPosted }: PostNoteProps) {
  const actions = (
    <>
      <Button look="quiet" disabled={drafts.busy} onClick={() => void drafts.discard()}>
        Discard
      </Button>
      <Button look="primary" busy={drafts.busy} onClick={() => void drafts.post().then((done) => done && onPosted())}>
        Post
      </Button>
    </>
  );
  return (
    <Note sticky tone="accent" actions={actions}>
      Changed and not posted yet: {changed.join(', ')}. The connector does not see it.
    </Note>
  );
}

interface ReadNoteProps {
  progress: Progress;
  read: Action<[]>;
  onLater: () => void;
}

function ReadNote({ progress, read, onLater }: ReadNoteProps) {
  if (progress.posted.length > 0) {
    const actions = (
      <>
        <Button look="quiet" onClick={onLater}>
          Later
        </Button>
        <Button look="primary" icon="refresh" busy={read.busy} onClick={() => void read.run()}>
          Read it now
        </Button>
      </>
    );
    return (
      <Note sticky tone="good" actions={actions}>
        Posted. The connector reads it within half an hour, or now: <code>smooch-connector extra-info refresh</code>
      </Note>
    );
  }
  if (progress.read === undefined) return null;
  return (
    <Note sticky tone="good">
      The connector has read it.{progress.read.map((name) => CONSEQUENCES[name]).join('')}
    </Note>
  );
}

/** What follows when the connector has read an entry. */
const CONSEQUENCES: Record<string, string> = {
  translations: ' From now on it uses the new labels.',
  app_tokens: ' From now on it signs in with these keys.',
};
