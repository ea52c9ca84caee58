import { afterEach, describe, expect, test, vi } from 'vitest';
import { createSmoochAuthenticity } from '../../src/smooch/authenticity.ts';
import { createTestClock } from '../net/test-server.ts';

const MINUTE = 60_000;
const app = { environment: 'production', appId: '60aa00000000000000000001' };
const down = () => Promise.reject(new Error('Smooch is down'));

/** An authenticity whose Smooch answers as the test says; what is kept outlives it. */
function startCheck({ configured = [] as string[], kept = new Map<string, string>() } = {}) {
  const clock = createTestClock();
  const lookUps: string[] = [];
  const smooch = { answer: (): Promise<string[]> => Promise.resolve(['right']) };
  const { check } = createSmoochAuthenticity({
    configuredSecrets: () => configured,
    discoverSecrets: (environment, appId) => {
      lookUps.push(`${environment}:${appId}`);
      return smooch.answer();
    },
    keeper: { read: async (key) => kept.get(key), write: async (key, value) => void kept.set(key, value) },
    clock,
  });
  const verdict = async (key: string | undefined, of = app) => (await check({ ...of, key })).verdict;
  return { check, verdict, clock, lookUps, smooch, kept };
}

describe('configured secrets', () => {
  test('decide alone', async () => {
    const { verdict, lookUps } = startCheck({ configured: ['one', 'two'] });
    expect(await verdict('one')).toBe('genuine');
    expect(await verdict('two')).toBe('genuine');
    expect(await verdict('right')).toBe('forged');
    expect(await verdict(undefined)).toBe('forged');
    expect(lookUps).toEqual([]);
  });

  test.each(['', 'o', 'onee', 'ONE', 'one ', 'one\0', 'öne'])('are compared whole: %j is none', async (key) => {
    expect(await startCheck({ configured: ['one'] }).verdict(key)).toBe('forged');
  });

  test('an empty key fits nothing, not even an empty secret', async () => {
    expect(await startCheck({ configured: [''] }).verdict('')).toBe('forged');
  });
});

describe('discovered secrets', () => {
  test('are asked for once, and then known', async () => {
    const { verdict, lookUps } = startCheck();
    expect(await verdict('right')).toBe('genuine');
    expect(await verdict('right')).toBe('genuine');
    expect(lookUps).toEqual([`${app.environment}:${app.appId}`]);
  });

  test('are asked for once by all who wait', async () => {
    const { verdict, lookUps, smooch } = startCheck();
    const answer = Promise.withResolvers<string[]>();
    smooch.answer = () => answer.promise;
    const verdicts = Array.from({ length: 20 }, () => verdict('right'));
    answer.resolve(['right']);
    expect(new Set(await Promise.all(verdicts))).toEqual(new Set(['genuine']));
    expect(lookUps).toHaveLength(1);
  });

  test('a key that came while the list was being read is not forged: its webhook may be younger than the list', async () => {
    const { check, smooch, lookUps, clock } = startCheck();
    const answer = Promise.withResolvers<string[]>();
    smooch.answer = () => answer.promise;
    const first = check({ ...app, key: 'wrong' });
    await vi.waitUntil(() => lookUps.length === 1);
    const second = check({ ...app, key: 'made anew' });
    answer.resolve(['right']);
    expect(await first).toMatchObject({ verdict: 'forged' });
    expect(await second).toMatchObject({ verdict: 'undecided', retryAfterS: 60 });
    expect(lookUps).toHaveLength(1);
    clock.advance(MINUTE);
    smooch.answer = () => Promise.resolve(['right', 'made anew']);
    expect(await check({ ...app, key: 'made anew' })).toEqual({ verdict: 'genuine' });
  });

  test('belong to one environment and one app', async () => {
    const { verdict, lookUps } = startCheck();
    await verdict('right');
    await verdict('right', { ...app, environment: 'development' });
    await verdict('right', { ...app, appId: '60aa00000000000000000002' });
    expect(new Set(lookUps).size).toBe(3);
  });

  test('an app without webhooks has none: its list says so', async () => {
    const { verdict, smooch, lookUps } = startCheck();
    smooch.answer = () => Promise.resolve([]);
    expect(await verdict('right')).toBe('forged');
    expect(await verdict('right')).toBe('undecided');
    expect(lookUps).toHaveLength(1);
  });

  test('a key that a list younger than a minute does not contain is undecided; then the list is read anew', async () => {
    const { check, verdict, clock, lookUps, smooch } = startCheck();
    await verdict('right');
    smooch.answer = () => Promise.resolve(['rotated']);
    clock.advance(MINUTE - 1);
    expect(await check({ ...app, key: 'rotated' })).toMatchObject({ verdict: 'undecided', retryAfterS: 60 });
    expect(lookUps).toHaveLength(1);
    clock.advance(1);
    expect(await verdict('rotated')).toBe('genuine');
    expect(await verdict('right')).toBe('undecided');
    expect(lookUps).toHaveLength(2);
    clock.advance(MINUTE);
    expect(await verdict('right')).toBe('forged');
    expect(lookUps).toHaveLength(3);
  });

  test('a list that another instance has just read does not say that a key is forged either', async () => {
    const kept = new Map<string, string>();
    await startCheck({ kept }).verdict('right');
    const { check, lookUps } = startCheck({ kept });
    expect(await check({ ...app, key: 'made anew' })).toMatchObject({ verdict: 'undecided', retryAfterS: 60 });
    expect(lookUps).toEqual([]);
  });

  test('a list that cannot be read leaves the old one in force, and is tried once a minute', async () => {
    const { verdict, check, clock, lookUps, smooch } = startCheck();
    await verdict('right');
    clock.advance(MINUTE);
    smooch.answer = down;
    expect(await check({ ...app, key: 'wrong' })).toEqual({ verdict: 'undecided', reason: 'Smooch is down' });
    expect(await verdict('wrong')).toBe('undecided');
    expect(await verdict('right')).toBe('genuine');
    expect(lookUps).toHaveLength(2);
    clock.advance(MINUTE);
    smooch.answer = () => Promise.resolve(['right']);
    expect(await verdict('wrong')).toBe('forged');
    expect(lookUps).toHaveLength(3);
  });

  test('outlive the process that read them', async () => {
    const { verdict, kept } = startCheck();
    await verdict('right');
    const later = startCheck({ kept });
    later.smooch.answer = down;
    expect(await later.verdict('right')).toBe('genuine');
    expect(later.lookUps).toEqual([]);
  });

  test('are not kept for an app for which Smooch did not answer', async () => {
    const { verdict, kept, smooch } = startCheck();
    smooch.answer = down;
    await verdict('right');
    expect(kept.size).toBe(0);
  });

  test('a list of the future is no young one: the clock was wrong when it was read', async () => {
    const kept = new Map<string, string>();
    const early = startCheck({ kept });
    early.clock.advance(365 * 24 * 60 * MINUTE);
    await early.verdict('right');
    const { verdict, smooch } = startCheck({ kept });
    smooch.answer = () => Promise.resolve(['rotated']);
    expect(await verdict('rotated')).toBe('genuine');
  });

  test('a kept list that cannot be read is read anew', async () => {
    const kept = new Map([[`${app.environment}:${app.appId}`, '{"secrets":']]);
    expect(await startCheck({ kept }).verdict('right')).toBe('genuine');
  });
});

describe('strangers', () => {
  const stranger = (index: number) => ({ ...app, appId: `app-${index}` });

  test('make us ask Smooch ten times a minute, however many app ids they invent, and each of them once', async () => {
    const { verdict, lookUps, smooch, clock } = startCheck();
    smooch.answer = () => Promise.reject(new Error('list webhooks was answered with 401'));
    const verdicts = Array.from({ length: 500 }, (_, index) => verdict('right', stranger(index)));
    expect(new Set(await Promise.all(verdicts))).toEqual(new Set(['undecided']));
    for (let i = 0; i < 500; i += 1) await verdict('right', stranger(i % 20));
    expect(lookUps).toHaveLength(10);
    clock.advance(MINUTE);
    for (let i = 0; i < 500; i += 1) await verdict('right', stranger(i));
    expect(lookUps).toHaveLength(20);
  });

  test('do not gather at the turn of a minute', async () => {
    const { verdict, lookUps, smooch, clock } = startCheck();
    smooch.answer = down;
    await verdict('right', stranger(0));
    clock.advance(MINUTE - 1);
    for (let i = 1; i < 20; i += 1) await verdict('right', stranger(i));
    clock.advance(1);
    for (let i = 20; i < 40; i += 1) await verdict('right', stranger(i));
    expect(lookUps).toHaveLength(11);
  });

  test('do not keep an app out for which Smooch has answered before, here or before a restart', async () => {
    const kept = new Map<string, string>();
    await startCheck({ kept }).verdict('right');
    const { verdict, smooch, lookUps, clock } = startCheck({ kept });
    clock.advance(MINUTE);
    smooch.answer = () => new Promise(() => {});
    for (let i = 0; i < 1_000; i += 1) void verdict('right', stranger(i));
    await vi.waitUntil(() => lookUps.length === 10);
    expect(await verdict('right')).toBe('genuine');
    smooch.answer = () => Promise.resolve(['right', 'made anew']);
    expect(await verdict('made anew')).toBe('genuine');
  });

  test('keep an app that never was heard of waiting for a minute at most, once they are through', async () => {
    const { check, verdict, smooch, clock } = startCheck();
    smooch.answer = down;
    for (let i = 0; i < 5_000; i += 1) await verdict('right', stranger(i));
    smooch.answer = () => Promise.resolve(['right']);
    expect(await check({ ...app, key: 'right' })).toEqual({
      verdict: 'undecided',
      reason: expect.stringContaining('unknown apps'),
    });
    clock.advance(MINUTE);
    expect(await verdict('right')).toBe('genuine');
  });

  test('the same app in environments of their invention is no way around it', async () => {
    const { verdict, lookUps, smooch } = startCheck();
    smooch.answer = down;
    for (let i = 0; i < 50; i += 1) await verdict('right', { ...app, environment: `environment-${i}` });
    expect(lookUps).toHaveLength(10);
  });
});

describe('whoever waits for a list', () => {
  test('is one of a hundred at most: the others are asked to come again at once, since their bodies take memory', async () => {
    const { check, smooch, lookUps } = startCheck();
    const answer = Promise.withResolvers<string[]>();
    smooch.answer = () => answer.promise;
    const first = check({ ...app, key: 'right' });
    const waiting = Array.from({ length: 100 }, () => check({ ...app, key: 'right' }));
    expect(await check({ ...app, key: 'right' })).toMatchObject({
      verdict: 'undecided',
      reason: expect.stringContaining('wait'),
    });
    answer.resolve(['right']);
    expect(new Set((await Promise.all([first, ...waiting])).map(({ verdict }) => verdict))).toEqual(
      new Set(['genuine']),
    );
    expect(lookUps).toHaveLength(1);
    expect(await check({ ...app, key: 'right' })).toEqual({ verdict: 'genuine' });
  });
});

describe('a Smooch that says nothing', () => {
  afterEach(() => vi.useRealTimers());

  test('is waited for 5 seconds at most', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { check, smooch } = startCheck();
    smooch.answer = () => new Promise(() => {});
    const outcome = check({ ...app, key: 'right' });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(await Promise.race([outcome, 'still waiting'])).toBe('still waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toEqual({ verdict: 'undecided', reason: expect.stringContaining('5 s') });
  });
});
