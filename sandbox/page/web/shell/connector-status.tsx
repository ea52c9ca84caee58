import type { ConnectorState } from '../../protocol/page-protocol.ts';
import { sendJson } from '../api/http.ts';
import { type Liveness, useLiveness } from '../api/page-events.ts';
import { useAction } from '../api/use-action.ts';
import { usePageState } from '../api/use-page-state.ts';
import { Dot, type Tone } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Menu } from '../design/menu.tsx';

/** How the connector under test is, in a word; more on a click. */
export function ConnectorStatus() {
  const connector = usePageState().data?.connector;
  const { tone, long, short, more } = describe(connector, useLiveness());
  return (
    <>
      <span className="visually-hidden" role="status">
        {long} {short}
        {more}
      </span>
      <Menu
        align="right"
        button={(props) => (
          <button type="button" className="connector-status" aria-label={`${long} ${short}${more}: details`} {...props}>
            <Dot tone={tone} pulse={connector?.status === 'starting'} />
            <span>
              <span className="connector-status-long">{long} </span>
              {short}
            </span>
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
  if (connector === undefined) return <p className="connector-card">Nothing is known about the connector yet.</p>;
  const { url, open, warnings, refused } = connector;
  return (
    <div className="connector-card">
      <dl>
        <dt>Webhooks go to</dt>
        <dd>{url}</dd>
        <dt>Open events</dt>
        <dd>{open ?? 'not known'}</dd>
      </dl>
      {refused && <p className="problem wrap-anywhere">The last settings were refused: {refused}</p>}
      {warnings.map((warning) => (
        <p key={warning} className="wrap-anywhere">
          {warning}
        </p>
      ))}
      <Button icon="refresh" busy={restart.busy} onClick={() => void restart.run()}>
        Restart the connector
      </Button>
    </div>
  );
}

function describe(
  connector: ConnectorState | undefined,
  liveness: Liveness,
): { tone: Tone; long: string; short: string; more: string } {
  if (liveness === 'lost') return { tone: 'bad', long: 'Sandbox', short: 'not reached', more: '' };
  if (connector === undefined) return { tone: 'neutral', long: 'Connector', short: '…', more: '' };
  const tones: Record<ConnectorState['status'], Tone> = { ready: 'good', starting: 'warn', stopped: 'bad' };
  const warned = connector.status === 'ready' && connector.warnings.length > 0;
  const tone = warned ? 'warn' : tones[connector.status];
  return { tone, long: 'Connector', short: connector.status, more: warned ? ', with warnings' : '' };
}
