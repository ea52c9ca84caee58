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
    const verdicts = [...Array.from({ length: 20 }, () => verdict('right')), verdict('wrong')];
    answer.resolve(['right']);
    expect(await Promise.all(verdicts)).toEqual([...Array.from({ length: 20 }, () => 'genuine'), 'forged']);
    expect(lookUps).toHaveLength(1);
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
    expect(await verdict('right')).toBe('forged');
    expect(lookUps).toHaveLength(1);
  });

  test('a key that a list younger than a minute does not contain is forged; then the list is read anew', async () => {
    const { verdict, clock, lookUps, smooch } = startCheck();
    await verdict('right');
    smooch.answer = () => Promise.resolve(['rotated']);
    clock.advance(MINUTE - 1);
    expect(await verdict('rotated')).toBe('forged');
    expect(lookUps).toHaveLength(1);
    clock.advance(1);
    expect(await verdict('rotated')).toBe('genuine');
    expect(await verdict('right')).toBe('forged');
    expect(lookUps).toHaveLength(2);
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
  test('cannot make us ask Smooch for many apps at once', async () => {
    const { verdict, lookUps, smooch } = startCheck();
    const answer = Promise.withResolvers<string[]>();
    smooch.answer = () => answer.promise;
    const verdicts = Array.from({ length: 30 }, (_, index) => verdict('right', { ...app, appId: `app-${index}` }));
    await vi.waitUntil(() => lookUps.length > 0);
    expect(lookUps.length).toBeLessThanOrEqual(8);
    answer.reject(new Error('unknown app'));
    expect(new Set(await Promise.all(verdicts))).toEqual(new Set(['undecided']));
    expect(lookUps.length).toBeLessThanOrEqual(8);
  });

  test('with thousands of app ids do not keep the right one out', async () => {
    const { verdict, smooch } = startCheck();
    smooch.answer = down;
    for (let i = 0; i < 5_000; i += 1) await verdict('right', { ...app, appId: `app-${i}` });
    smooch.answer = () => Promise.resolve(['right']);
    expect(await verdict('right')).toBe('genuine');
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
