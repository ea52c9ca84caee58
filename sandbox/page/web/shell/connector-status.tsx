import type { ConnectorState } from '../../protocol/page-protocol.ts';
import { sendJson } from '../api/http.ts';
import { type Liveness, useLiveness } from '../api/page-events.ts';
import { useAction } from '../api/use-action.ts';
import { usePageState } from '../api/use-page-state.ts';
import { Dot, type Tone } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Menu } from '../design/menu.tsx';

/** How the connector under test is, and why where it is not just ready; more on a click. */
export function ConnectorStatus() {
  const connector = usePageState().data?.connector;
  const { tone, long, short, why } = describe(connector, useLiveness());
  const told = `${long} ${short}${why && `: ${why}`}`;
  return (
    <>
      <span className="visually-hidden" role="status">
        {told}
      </span>
      <Menu
        align="right"
        button={(props) => (
          <button
            type="button"
            className="connector-status"
            aria-label={`${told} (details)`}
            title={why || undefined}
            {...props}
          >
            <Dot tone={tone} pulse={connector?.status === 'starting'} />
            <span>
              <span className="connector-status-long">{long} </span>
              {short}
            </span>
            {why && <span className="connector-status-why">{why}</span>}
          </button>
        )}
      >
        {() => <ConnectorCard connector={connector} />}
      </Menu>
    </>
  );
}

function ConnectorCard({ connector }: { connector: ConnectorState | undefined }) {
  const restart = useAction(() => sendJson('POST', '/api/page/connector/restart'));
  if (connector === undefined) return <p className="connector-card">The connector has not reported yet.</p>;
  const { url, open, warnings, refused } = connector;
  return (
    <div className="connector-card">
      <dl>
        <dt>Webhook address</dt>
        <dd>{url}</dd>
        <dt>Unfinished events</dt>
        <dd>{open ?? 'unknown'}</dd>
      </dl>
      {refused && <p className="problem wrap-anywhere">The last settings were refused: {refused}</p>}
      {warnings.length > 0 && (
        <section className="connector-warnings" aria-label="Warnings">
          <h3>{warnings.length === 1 ? 'It warns' : `It gives ${warnings.length} warnings`}</h3>
          {warnings.map((warning) => (
            <p key={warning} className="wrap-anywhere">
              {warning}
            </p>
          ))}
        </section>
      )}
      <Button icon="refresh" busy={restart.busy} onClick={() => void restart.run()}>
        Restart the connector
      </Button>
    </div>
  );
}

function describe(
  connector: ConnectorState | undefined,
  liveness: Liveness,
): { tone: Tone; long: string; short: string; why: string } {
  if (liveness === 'lost')
    return { tone: 'bad', long: 'Sandbox', short: 'unreachable', why: 'Is it still running in its terminal?' };
  if (connector === undefined) return { tone: 'neutral', long: 'Connector', short: '…', why: '' };
  const { status, warnings } = connector;
  const long = 'Connector';
  if (status === 'ready' && warnings.length > 0)
    return { tone: 'warn', long, short: 'ready', why: `Warning: ${warnings.join(' ')}` };
  return { tone: TONES[status], long, short: status, why: WHYS[status] };
}

const TONES: Record<ConnectorState['status'], Tone> = { ready: 'good', starting: 'warn', stopped: 'bad' };

/** What a colour other than green means. */
const WHYS: Record<ConnectorState['status'], string> = {
  ready: '',
  starting: 'Messages wait until it is up',
  stopped: 'Its process has ended',
};
