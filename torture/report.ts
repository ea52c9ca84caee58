import { STEP_NAMES } from './kill-plan.ts';
import type { TortureResult } from './run-torture.ts';

const SHOWN = 8;

/** What must not be, in sentences; none for a run that passes. */
export function failuresOf({ rows, kills, settledMs }: TortureResult, killsPerStep: number): string[] {
  const wrong = rows.filter(({ mustBeZero, findings }) => mustBeZero && findings.length > 0);
  const missed = STEP_NAMES.filter((step) => kills.byStep[step] < killsPerStep);
  return [
    ...wrong.map(({ name, findings }) => `${name}: ${findings.length}`),
    ...missed.map((step) => `only ${kills.byStep[step]} kills inside "${step}"`),
    ...(settledMs === undefined ? ['it did not come to rest'] : []),
  ];
}

/** A call that a simulator takes up so late has been given up by the connector, and comes again. */
const TOO_LATE_MS = 1_500;
const TOO_LATE = '(the machine had too much to do: repeats may be its fault; run it alone)';

/** The table of one run. */
export function resultToText(result: TortureResult): string {
  const { mode, seed, rows, kills, storms, people, ledger, calls, settledMs, memoryMb, lateMs } = result;
  const width = Math.max(...rows.map(({ name }) => name.length), 50);
  const line = (name: string, value: string | number, note = ''): string =>
    `  ${name.padEnd(width)} ${String(value).padStart(7)}  ${note}`.trimEnd();
  const { answered, unanswered } = ledger.refusals;
  return [
    `${mode}, seed ${seed}`,
    line('users', people),
    line('events sent', ledger.deeds.length),
    line('calls of the connector', calls),
    line('deliveries refused with 5xx, delivered again', answered),
    line('deliveries without an answer, delivered again', unanswered),
    ...rows.flatMap(({ name, mustBeZero, findings }) => [
      line(name, findings.length, mustBeZero ? (findings.length === 0 ? '' : '  <-- must be 0') : '(counted apart)'),
      ...findings
        .filter(({ text }) => text !== '')
        .slice(0, SHOWN)
        .map(({ text }) => `      ${text}`),
    ]),
    line('kills', kills.kills),
    line('kills inside a turn', kills.inTurn),
    ...STEP_NAMES.map((step) => line(`  inside: ${step}`, kills.byStep[step])),
    line('calls open at kills', kills.openCalls),
    line('pauses', kills.pauses, `(${kills.longPauses} longer than the lease)`),
    line('ends in peace', kills.ends),
    ...Object.entries(storms)
      .sort()
      .map(([name, count]) => line(`  ${name}`, count)),
    line('seconds until all was done', settledMs === undefined ? 'never' : (settledMs / 1000).toFixed(1)),
    line('memory of the torture, MB', memoryMb),
    line('the torture itself was late by at most, ms', lateMs, lateMs > TOO_LATE_MS ? TOO_LATE : ''),
  ].join('\n');
}
