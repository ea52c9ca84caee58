import type { WireEntry } from '../../protocol/page-protocol.ts';
import type { ConnectorRecord, RecordedEvent } from './connector-record.ts';
import { hideSecrets } from './hide-secrets.ts';

/** Characters of a result: a whole answer with all its buttons can be looked at in the calls. */
const LONGEST_RESULT = 4000;

/** Finished turns whose steps are kept at hand. */
const KEPT = 500;

/** Steps as the page shows them; those of finished turns do not change and are read once. */
export function createStepReader(record: Pick<ConnectorRecord, 'steps'>): (event: RecordedEvent) => WireEntry[] {
  const known = new Map<number, WireEntry[]>();
  return (event) => {
    const kept = known.get(event.id);
    if (kept !== undefined) return kept;
    const steps = record.steps(event.id).map(({ name, result, at }): WireEntry => {
      return { what: 'step', name, at, result: shorten(result) };
    });
    if (event.state === 'done') known.set(event.id, steps);
    if (known.size > KEPT) known.delete(known.keys().next().value!);
    return steps;
  };
}

function shorten(result: string): unknown {
  const shown = hideSecrets(JSON.parse(result));
  const text = JSON.stringify(shown) ?? '';
  return text.length > LONGEST_RESULT ? `${text.slice(0, LONGEST_RESULT)}… (${text.length} characters)` : shown;
}
