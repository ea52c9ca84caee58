import type { WireCall } from '../../protocol/page-protocol.ts';
import { callToCurl } from './call-to-curl.ts';
import { CopyButton } from './copy-button.tsx';
import { bodyToText, JsonView } from './json-view.tsx';
import type { CallEntry } from './judge-call.ts';
import { useCountsAsReading } from './open-bodies.ts';
import { SYSTEM_LABELS } from './systems.ts';
import { useCall } from './use-call.ts';
import './bodies.css';

/** What one call said and what it was answered, read when it is opened. */
export function CallBodies({ id, call }: { id: string; call: CallEntry }) {
  const { bodies, problem } = useCall(call.id, call.status);
  useCountsAsReading();
  return (
    <div className="bodies" id={id}>
      <p className="bodies-address">
        <span className="bodies-route">
          {SYSTEM_LABELS[call.from]} → {SYSTEM_LABELS[call.to]}
        </span>
        <code>
          <b>{call.method}</b> {call.path}
        </code>
      </p>
      {problem !== undefined && <p className="bodies-problem">{problem}</p>}
      {bodies === undefined && problem === undefined && <p className="bodies-wait">Reading…</p>}
      {bodies !== undefined && (
        <>
          <BothSides bodies={bodies} />
          <div className="bodies-curl">
            <CopyButton text={callToCurl(bodies)} word="Copy as curl" label="with secrets masked" />
          </div>
        </>
      )}
    </div>
  );
}

function BothSides({ bodies }: { bodies: WireCall }) {
  const { status } = bodies;
  const answer = status === undefined ? 'Answer (pending)' : status === 0 ? 'No answer' : `Answer ${status}`;
  return (
    <div className="bodies-sides">
      <Side title="Request" body={bodies.requestBody} headers={bodies.requestHeaders} />
      <Side title={answer} body={bodies.responseBody} />
    </div>
  );
}

function Side(props: { title: string; body: unknown; headers?: Record<string, string> }) {
  const { title, body, headers = {} } = props;
  const lines = Object.entries(headers);
  return (
    <section className="bodies-side" aria-label={title}>
      <header>
        <h4>{title}</h4>
        {bodyToText(body) !== '' && <CopyButton text={bodyToText(body)} label={title} />}
      </header>
      <JsonView value={body} label={`${title}, body`} />
      {lines.length > 0 && (
        <details className="bodies-headers">
          <summary>{lines.length} headers</summary>
          <dl>
            {lines.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
