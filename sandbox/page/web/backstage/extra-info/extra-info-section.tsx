import { useState } from 'react';
import { sendJson } from '../../api/http.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Note } from '../note.tsx';
import { AppTokensCard } from './app-tokens-card.tsx';
import { TranslationsCard } from './translations-card.tsx';
import { type UsedDrafts, useDrafts } from './use-drafts.ts';

/** Whether something was posted here, and the connector told to read it. */
type Posted = 'no' | 'yes' | 'read';

/** The two entries of Extra Info that the connector reads, edited and posted as in Backstage. */
export function ExtraInfoSection() {
  const drafts = useDrafts();
  const [posted, setPosted] = useState<Posted>('no');
  const { entries, problem } = drafts;
  if (entries === undefined) return problem ? <EmptyState icon="warning" title={problem} /> : null;
  const entryOf = (name: string) => entries.find((entry) => entry.name === name)?.value ?? {};
  const change: UsedDrafts['change'] = (name, value) => {
    setPosted('no');
    return drafts.change(name, value);
  };
  return (
    <div className="room-body">
      <div className="section">
        <p className="section-intro">
          Backstage, Extra Info, group <code>smooch</code>. As there, nothing counts before it is posted, and the
          connector reads it again every half hour.
        </p>
        <TranslationsCard value={entryOf('translations')} onChange={(value) => change('translations', value)} />
        <AppTokensCard value={entryOf('app_tokens')} onChange={(value) => change('app_tokens', value)} />
        <PostNote
          changed={entries.filter((entry) => entry.changed).map(({ name }) => name)}
          posted={posted}
          drafts={drafts}
          onPosted={setPosted}
        />
      </div>
    </div>
  );
}

interface PostNoteProps {
  /** Names of the entries that wait to be posted. */
  changed: string[];
  posted: Posted;
  drafts: UsedDrafts;
  onPosted: (posted: Posted) => void;
}

function PostNote({ changed, posted, drafts, onPosted }: PostNoteProps) {
  if (changed.length > 0) {
    const actions = (
      <>
        <Button look="quiet" disabled={drafts.busy} onClick={() => void drafts.discard()}>
          Discard
        </Button>
        <Button
          look="primary"
          busy={drafts.busy}
          onClick={() => void drafts.post().then((done) => onPosted(done ? 'yes' : 'no'))}
        >
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
  if (posted === 'no') return null;
  if (posted === 'yes') return <ReadNow onPosted={onPosted} />;
  return (
    <Note sticky tone="good">
      The connector has read it. What it says next is said with the new labels.
    </Note>
  );
}

function ReadNow({ onPosted }: { onPosted: (posted: Posted) => void }) {
  const read = useAction(async () => {
    await sendJson('POST', '/api/page/connector/read-extra-info');
    onPosted('read');
  });
  const actions = (
    <>
      <Button look="quiet" onClick={() => onPosted('no')}>
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
