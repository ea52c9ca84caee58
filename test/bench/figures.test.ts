import { describe, expect, test } from 'vitest';
import { judgeAims, judgeGrowth, judgeMemory, judgeStorage } from '../../bench/aims.ts';
import type { Row } from '../../bench/measure-row.ts';
import type { RunFigures, Usage } from '../../bench/measure-window.ts';
import { parseOptions, UsageError } from '../../bench/options.ts';
import { renderPage } from '../../bench/performance-page.ts';
import { median, percentile } from '../../bench/statistics.ts';
import { summariseRow } from '../../bench/summarise-row.ts';

const idle: Usage = { cpuPerTurn: 0.1, mainCpuPerTurn: 0.1, loopShare: 0.2, delayP99: 1, rssBytes: 1, heapBytes: 1 };

function run(turnsPerSecond: number, replyMs: number, loops: { subject?: number; load?: number } = {}): RunFigures {
  return {
    acknowledgedPerSecond: turnsPerSecond,
    turnsPerSecond,
    reply: { p50: replyMs, p99: 2 * replyMs },
    usage: {
      subject: { ...idle, cpuPerTurn: 0.5, loopShare: loops.subject ?? 0.2 },
      chatbot: idle,
      smooch: idle,
      load: { ...idle, loopShare: loops.load ?? 0.2 },
    },
    // What the four processes use on their own.
    machineShare: 0,
    refused: 0,
    wrong: 0,
  };
}

const nothing = {
  machine: [],
  rows: [],
  storages: [],
  memory: [],
  growth: [],
  aims: [],
  plan: { pairs: 1, seconds: 1 },
};

function row(changes: Partial<Row> = {}): Row {
  const inside = { turns: 5, inside: { p50: 4, p99: 20 }, whole: { p50: 360, p99: 400 } };
  return {
    latencies: { bot: 300, smooch: 50 },
    users: 50,
    connector: [run(90, 360), run(95, 358), run(40, 900)],
    forwarder: [run(100, 352), run(100, 353), run(50, 700)],
    inside: [inside, inside, { ...inside, inside: { p50: 70, p99: 90 } }],
    insideForwarder: [inside],
    ...changes,
  };
}

test('percentiles and medians are those of the textbook', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect([percentile(values, 50), percentile(values, 99), percentile([7], 99)]).toEqual([100, 198, 7]);
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  expect(percentile([], 50)).toBeNaN();
});

describe('a row', () => {
  test('takes ratio and time outside from runs made side by side, and their middle', () => {
    const summary = summariseRow(row());
    expect(summary.ratio).toBe(0.9);
    expect(summary.outside.p50).toBe(8);
    expect(summary.insideAtMost).toEqual({ p50: 10, p99: 50 });
  });

  test('says when the connector was not the limit', () => {
    const limitOf = (figures: RunFigures) =>
      summariseRow(row({ connector: [figures, figures, figures] })).connector.limit;
    expect(limitOf(run(90, 1, { load: 0.95 }))).toBe('not the connector: the load');
    expect(limitOf(run(90, 1, { subject: 0.95 }))).toBe('the connector');
    expect(limitOf(run(90, 1))).toBe('none: users waited');
    expect(limitOf({ ...run(90, 1), machineShare: 0.98 })).toBe('not the connector: all cores were busy');
  });
});

describe('the aims', () => {
  test('are met, missed or not measured', () => {
    const [fast, slow] = [row({ users: 200 }), row({ users: 500, connector: [run(70, 1)], forwarder: [run(100, 1)] })];
    const verdicts = judgeAims([row(), fast, slow].map(summariseRow)).map((aim) => [aim.measured, aim.met]);
    expect(verdicts).toEqual([
      ['not measured', undefined],
      ['not measured', undefined],
      ['90%', true],
      ['70%', false],
      ['4.00 ms', true],
      ['20.00 ms', true],
    ]);
  });

  test('stand in the page beside the machine', () => {
    const rows = [summariseRow(row())];
    const page = renderPage({
      ...nothing,
      machine: ['a machine'],
      rows,
      aims: judgeAims(rows),
      plan: { pairs: 5, seconds: 3 },
    });
    expect(page).toContain('- a machine');
    expect(page).toMatch(/300\/50 ms, 50 users: time inside under 6 ms \(p50\) +\| 4\.00 ms +\| met/);
    expect(page).toContain('measures 5 runs of 3 seconds');
    expect(page).not.toContain('Disturbed');
  });
});

describe('memory and growth', () => {
  const MB = 1024 * 1024;
  const held = (rss: number, heap: number) => ({ rss: rss * MB, heap: heap * MB });
  const memory = {
    storage: 'SQLite',
    conversations: 10_000,
    start: held(150, 30),
    warm: held(165, 35),
    idle: held(164, 37),
    waiting: held(351, 64),
    after: held(200, 48),
  };
  const variant = (count: number, ratio: number) => ({ count, ratio, cpuPerTurn: ratio / 2, turnsPerSecond: 1000 });
  const growth = {
    storage: 'SQLite',
    users: [variant(100, 1), variant(200, 0.9), variant(400, 1.19)],
    storedEvents: [variant(10_000, 1), variant(1_000_000, 1.21)],
    usersAtEvents: 100,
  };

  test('are judged: idle and waiting above the start, growth against the first', () => {
    const verdicts = [...judgeMemory(memory), ...judgeGrowth(growth)].map(({ measured, met }) => [measured, met]);
    expect(verdicts).toEqual([
      ['14.0 MB', true],
      ['201.0 MB', false],
      ['-10%, +19%', true],
      ['+21%', false],
    ]);
  });

  test('stand in the page, without the parts that were not measured', () => {
    const page = renderPage({ ...nothing, memory: [memory], growth: [growth] });
    expect(page).toMatch(/SQLite +\| 10,000 turns waiting +\| 351\.0 \| 201\.0 +\| 186\.0 +\| 64\.0 \| 34\.0/);
    expect(page).toMatch(/SQLite +\| 100 +\| 1,000,000 +\| 0\.60 +\| 121%/);
    expect(page).not.toContain('## Speed');
  });
});

describe('storages', () => {
  const sqlite = {
    storage: 'SQLite',
    instances: 1,
    users: 200,
    turnsPerSecond: 900,
    ratio: 1,
    reply: { p50: 100, p99: 200 },
    cpuPerTurn: 0.5,
    loopShare: 0.9,
    machineShare: 0.9,
    postgres: undefined,
    failures: 0,
  };
  const postgres = { cpuPerTurn: 1.25, commitsPerTurn: 1.5, statementsPerTurn: 2.75 };
  const one = { ...sqlite, storage: 'PostgreSQL, 1 instance', turnsPerSecond: 299, ratio: 0.33, postgres };
  const two = { ...one, storage: 'PostgreSQL, 2 instances', instances: 2, turnsPerSecond: 251 };

  test('are judged by the number of instances; SQLite has aims of its own', () => {
    const verdicts = [sqlite, one, two].flatMap(judgeStorage).map(({ measured, met }) => [measured, met]);
    expect(verdicts).toEqual([
      ['299', false],
      ['251', true],
    ]);
  });

  test('stand in the page with what PostgreSQL has to do', () => {
    const page = renderPage({ ...nothing, storages: [sqlite, one] });
    expect(page).toMatch(/PostgreSQL, 1 instance +\| 200 .*\| 1\.25 +\| 2\.75 +\| 1\.50 /);
    expect(page).toMatch(/SQLite +\| 200 .*\| - +\| - +\| - /);
  });
});

test('a machine that was busy with something else is named in the page', () => {
  const disturbed = { ...run(100, 1), machineShare: 0.99 };
  const rows = [summariseRow(row({ connector: [disturbed], forwarder: [disturbed] }))];
  const page = renderPage({ ...nothing, rows });
  expect(page).toMatch(/Disturbed:.* other programs used up to \d+% of the machine/);
});

describe('the command line', () => {
  test('chooses rows and lengths', () => {
    expect(parseOptions(['--quick', '--users', '1,50', '--only', '300ms', '--seconds', '7'])).toMatchObject({
      users: [1, 50],
      latencies: [{ bot: 300, smooch: 50 }],
      plan: { seconds: 7, pairs: 1 },
      memory: undefined,
      growth: undefined,
    });
  });

  test('chooses parts', () => {
    expect(parseOptions(['--only', 'memory'])).toMatchObject({
      latencies: [],
      memory: { conversations: 10_000 },
      growth: undefined,
      storages: [],
    });
    expect(parseOptions(['--storage', 'postgres,sqlite'])).toMatchObject({
      latencies: [],
      storages: [{ name: 'PostgreSQL, 1 instance', instances: 1 }, { name: 'SQLite' }],
      storageUsers: [200],
      memory: undefined,
    });
    expect(parseOptions(['--only', 'growth', '--pairs', '7'])).toMatchObject({
      latencies: [],
      memory: undefined,
      growth: { users: [100, 200, 400], storedEvents: [10_000, 1_000_000], rounds: 7 },
    });
    expect(parseOptions([])).toMatchObject({ latencies: [{ bot: 0 }, { bot: 300 }], memory: {}, growth: {} });
  });

  test.each([
    ['--users', '0'],
    ['--users', 'many'],
    ['--only', '10ms'],
    ['--only=memory', '--write'],
    ['--storage=sqlite', '--write'],
    ['--storage', 'mysql'],
    ['--seconds', '61'],
    ['--colour'],
  ])('refuses %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
  });
});
