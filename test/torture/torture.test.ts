import { expect, test } from 'vitest';
import type { Mode } from '../../torture/options.ts';
import { failuresOf, resultToText } from '../../torture/report.ts';
import { runTorture } from '../../torture/run-torture.ts';

const MODES: Mode[] = ['sqlite', 'postgres'];
const KILLS = 10;

// The whole of it, small: `npm run torture` does the same with 500 users for as long as one likes.
test.each(MODES)(
  '%s: ten kills inside turns lose nothing, repeat nothing, and keep the order',
  { timeout: 300_000 },
  async (mode) => {
    const result = await runTorture({
      mode,
      seed: 'npm test',
      minutes: 4,
      users: 40,
      instances: 2,
      killsInTurn: KILLS,
      keep: undefined,
      enough: new AbortController().signal,
      say: () => {},
    });
    expect(failuresOf(result, 0), resultToText(result)).toEqual([]);
    expect(result.kills.inTurn).toBeGreaterThanOrEqual(KILLS);
    expect(result.ledger.deeds.length).toBeGreaterThan(100);
  },
);
