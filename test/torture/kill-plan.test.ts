import { expect, test } from 'vitest';
import { nextAct, STEP_NAMES } from '../../torture/kill-plan.ts';
import { parseOptions, UsageError } from '../../torture/options.ts';
import { createRandom } from '../../torture/random.ts';

function plan(seed: string, length: number) {
  const random = createRandom(seed);
  return Array.from({ length }, () => nextAct({ random, instances: 3, long: true }));
}

test('a seed repeats a plan, another one makes another', () => {
  expect(plan('seven', 200)).toEqual(plan('seven', 200));
  expect(plan('seven', 200)).not.toEqual(plan('eight', 200));
});

test('a plan aims at every kind of step, hits every instance, and has pauses longer than the lease', () => {
  const acts = plan('seven', 300);
  const aims = acts.flatMap(({ act }) => (act.do === 'kill' && act.aim ? [act.aim.step] : []));
  for (const step of STEP_NAMES) expect(aims.filter((aim) => aim === step).length, step).toBeGreaterThan(5);
  expect(new Set(acts.map(({ instance }) => instance))).toEqual(new Set([0, 1, 2]));
  const pauses = acts.flatMap(({ act }) => (act.do === 'pause' ? [act.ms] : []));
  expect(pauses.some((ms) => ms > 10_000)).toBe(true);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
});

test('the command line is checked', () => {
  expect(parseOptions(['--minutes', '3', '--mode', 'sqlite', '--seed', 'x'])).toMatchObject({
    minutes: 3,
    modes: ['sqlite'],
    seed: 'x',
    users: 500,
    instances: 3,
  });
  expect(parseOptions([])?.modes).toEqual(['sqlite', 'postgres']);
  expect(parseOptions(['--help'])).toBeUndefined();
  for (const wrong of [['--mode', 'mysql'], ['--users', '0'], ['--minutes', 'x'], ['--what']])
    expect(() => parseOptions(wrong)).toThrow(UsageError);
});
