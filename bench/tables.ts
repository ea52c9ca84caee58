import type { Aim } from './aims.ts';
import type { GrowthResult, GrowthVariant } from './measure-growth.ts';
import type { Memory, MemoryResult } from './measure-memory.ts';
import type { StorageResult } from './measure-storages.ts';
import type { RowSummary } from './summarise-row.ts';

/** A Markdown table whose columns line up, so that it can be read in a terminal too. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, at) => Math.max(3, title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
const cpu = (value: number) => value.toFixed(2);
const perSecond = (value: number) => String(Math.round(value));
const percent = (share: number) => `${Math.round(share * 100)}%`;
const megabytes = (bytes: number) => String(Math.round(bytes / 1024 / 1024));
const tenths = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
const both = ({ p50, p99 }: { p50: number; p99: number }) => `${ms(p50)} / ${ms(p99)}`;
const labelOf = ({ latencies: { bot, smooch }, users }: RowSummary) => [
  bot === 0 && smooch === 0 ? '0 ms' : `${bot} / ${smooch} ms`,
  String(users),
];

/** Turns per second and times. */
export function speedTable(rows: readonly RowSummary[]): string {
  return renderTable(
    [
      'latency',
      'users',
      'turns/s',
      'acks/s',
      'forwarder',
      'ratio',
      'reply',
      'forwarder',
      'outside',
      'inside',
      'at most',
      'forwarder',
    ],
    rows.map((row) => [
      ...labelOf(row),
      perSecond(row.connector.turnsPerSecond),
      perSecond(row.connector.acknowledgedPerSecond),
      perSecond(row.forwarder.turnsPerSecond),
      percent(row.ratio),
      both(row.connector.reply),
      both(row.forwarder.reply),
      both(row.outside),
      both(row.inside),
      both(row.insideAtMost),
      both(row.insideForwarder),
    ]),
  );
}

/** CPU per turn, event loop, memory. */
export function costTable(rows: readonly RowSummary[]): string {
  return renderTable(
    [
      'latency',
      'users',
      'connector',
      'its main thread',
      'its loop',
      'forwarder',
      'bot sim.',
      'Smooch sim.',
      'load',
      'loop delay',
      'RSS',
      'heap',
      'busy',
      'others',
    ],
    rows.map((row) => {
      const { subject, chatbot, smooch, load } = row.connector.usage;
      return [
        ...labelOf(row),
        cpu(subject.cpuPerTurn),
        cpu(subject.mainCpuPerTurn),
        percent(subject.loopShare),
        cpu(row.forwarder.usage.subject.cpuPerTurn),
        cpu(chatbot.cpuPerTurn),
        cpu(smooch.cpuPerTurn),
        cpu(load.cpuPerTurn),
        ms(subject.delayP99),
        megabytes(subject.rssBytes),
        megabytes(subject.heapBytes),
        percent(row.connector.machineShare),
        percent(row.connector.othersShare),
      ];
    }),
  );
}

/** What kept each of the two from more. */
export function limitTable(rows: readonly RowSummary[]): string {
  return renderTable(
    ['latency', 'users', 'limit of the connector', 'limit of the forwarder', 'failures'],
    rows.map((row) => [...labelOf(row), row.connector.limit, row.forwarder.limit, String(row.failures)]),
  );
}

/** What the connector's process holds, at one moment after the other. */
export function memoryTable(results: readonly MemoryResult[]): string {
  return renderTable(
    ['storage', 'moment', 'RSS', 'above start', 'above warm', 'heap', 'above start', 'above warm'],
    results.flatMap(({ storage, conversations, start, warm, idle, waiting, after }) => {
      const count = conversations.toLocaleString('en');
      const line = (moment: string, memory: Memory) => [
        storage,
        moment,
        tenths(memory.rss),
        tenths(memory.rss - start.rss),
        tenths(memory.rss - warm.rss),
        tenths(memory.heap),
        tenths(memory.heap - start.heap),
        tenths(memory.heap - warm.heap),
      ];
      return [
        line('start', start),
        line('warm', warm),
        line(`${count} idle conversations`, idle),
        line(`${count} turns waiting`, waiting),
        line('all answered', after),
      ];
    }),
  );
}

/** CPU per turn with more users, and with more that is kept. */
export function growthTable(results: readonly GrowthResult[]): string {
  const line = (
    storage: string,
    users: number,
    events: string,
    { cpuPerTurn, ratio, turnsPerSecond }: GrowthVariant,
  ) => [storage, String(users), events, cpu(cpuPerTurn), percent(ratio), perSecond(turnsPerSecond)];
  return renderTable(
    ['storage', 'users', 'stored events', 'CPU per turn', 'against the first', 'turns/s'],
    results.flatMap(({ storage, users, storedEvents, usersAtEvents }) => [
      ...users.map((variant) => line(storage, variant.count, 'those of the run', variant)),
      ...storedEvents.map((variant) => line(storage, usersAtEvents, variant.count.toLocaleString('en'), variant)),
    ]),
  );
}

/** One storage against the other, with what PostgreSQL has to do. */
export function storageTable(results: readonly StorageResult[]): string {
  const perTurn = (value: number | undefined, show: (value: number) => string) =>
    value === undefined ? '-' : show(value);
  return renderTable(
    [
      'storage',
      'users',
      'turns/s',
      'ratio',
      'reply',
      'connector',
      'its loop',
      'PostgreSQL',
      'statements',
      'commits',
      'busy',
      'failures',
    ],
    results.map(({ storage, users, turnsPerSecond, ratio, reply, postgres, ...rest }) => [
      storage,
      String(users),
      perSecond(turnsPerSecond),
      percent(ratio),
      both(reply),
      cpu(rest.cpuPerTurn),
      percent(rest.loopShare),
      perTurn(postgres?.cpuPerTurn, cpu),
      perTurn(postgres?.statementsPerTurn, cpu),
      perTurn(postgres?.commitsPerTurn, cpu),
      percent(rest.machineShare),
      String(rest.failures),
    ]),
  );
}

/** Each aim with what was measured. */
export function aimTable(aims: readonly Aim[]): string {
  const verdict = ({ met }: Aim) => (met === undefined ? '-' : met ? 'met' : 'NOT MET');
  return renderTable(
    ['aim', 'measured', ''],
    aims.map((aim) => [aim.text, aim.measured, verdict(aim)]),
  );
}
