import { expect, test } from 'vitest';
import { readinessReport } from '../../src/http/health.ts';

const state = { problem: () => undefined, warnings: () => [], open: () => 3 };

test('ready: how many events are open', async () => {
  expect(await readinessReport(state)).toEqual({ status: 200, body: { status: 'ready', open: 3 } });
});

test('ready, with something to look at', async () => {
  expect(await readinessReport({ ...state, warnings: () => ['a key is missing'] })).toEqual({
    status: 200,
    body: { status: 'ready', warnings: ['a key is missing'], open: 3 },
  });
});

test('not ready: why', async () => {
  expect(await readinessReport({ ...state, problem: () => 'stopping' })).toEqual({
    status: 503,
    body: { status: 'not ready', problem: 'stopping', open: 3 },
  });
});
