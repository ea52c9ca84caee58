import type { WireTurn } from '../../protocol/page-protocol.ts';
import { sendJson } from '../api/http.ts';
import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';

/** Plays a turn once more: what came in comes in again; a parked turn goes on where it stopped. */
export function ReplayButton({ turn }: { turn: WireTurn }) {
  const replay = useAction(() => sendJson('POST', `/api/page/wire/${encodeURIComponent(turn.id)}/replay`));
  const parked = turn.state === 'parked';
  return (
    <Button
      size="s"
      look={parked ? 'plain' : 'quiet'}
      icon="refresh"
      busy={replay.busy}
      onClick={() => void replay.run()}
      title={parked ? 'Run the missing steps' : 'Send the same webhook once more, as a new message'}
    >
      <span className="turn-replay-word">{parked ? 'Try again' : 'Replay'}</span>
      <span className="visually-hidden"> {turn.title}</span>
    </Button>
  );
}
