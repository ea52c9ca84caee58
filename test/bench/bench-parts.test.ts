import { afterEach, expect, test } from 'vitest';
import { type BenchStand, startBenchStand } from '../../bench/bench-stand.ts';
import type { LoadCounts } from '../../bench/create-load.ts';
import type { InsideFigures } from '../../bench/inside-probe.ts';
import type { Sample } from '../../bench/probe.ts';

const TURNS = 5;

let stand: BenchStand | undefined;
afterEach(() => stand?.stop());

test.each(['connector', 'forwarder'] as const)('five turns through the %s are counted and timed', async (name) => {
  stand = await startBenchStand({ latencies: { bot: 20, smooch: 5 }, users: 2 });
  const subject = stand[name];
  await subject.process.ask('inside-begin');

  await stand.load.ask('begin', { targets: [subject.url], userIds: stand.userIds, spreadMs: 10, mostTurns: TURNS });
  let turns = 0;
  while (turns < TURNS) {
    const counts = await stand.load.ask<LoadCounts>('counts');
    expect(counts).toMatchObject({ refused: 0, wrong: 0 });
    turns += counts.turns;
  }
  expect(await stand.load.ask('end', 1_000)).toBe(0);

  // The user may have the reply before the subject has heard that it was taken.
  const figures = () => subject.process.ask<InsideFigures>('inside-figures');
  await expect.poll(async () => (await figures()).turns, { timeout: 10_000 }).toBe(TURNS);
  const { inside, whole } = await figures();
  expect(inside.p50).toBeGreaterThan(0);
  // The calls took the simulators 20 and 5 ms at least.
  expect(whole.p50 - inside.p50).toBeGreaterThan(20);
  const sample = await subject.process.ask<Sample>('sample');
  expect(sample.cpu).toBeGreaterThanOrEqual(sample.mainCpu);
  expect(sample.heapBytes).toBeGreaterThan(0);
});
