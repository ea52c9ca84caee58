import { expect, test } from 'vitest';
import { connectionLimit } from '../../src/compose/connection-limit.ts';

test.each([
  [4_000, 1_000_000],
  [4_000, 8_000],
  [4_000, Number.POSITIVE_INFINITY],
])('%i connections where %i files may be open are what is configured, without a word', (configured, openFiles) => {
  expect(connectionLimit(configured, openFiles)).toEqual({ limit: configured });
});

test.each([
  [4_000, 1_024, 512],
  [4_000, 7_999, 3_999],
  [5, 1, 1],
])(
  '%i connections where %i files may be open are %i, with a warning that says what to do',
  (configured, openFiles, limit) => {
    const warning = expect.stringMatching(new RegExp(`${openFiles} files.* ${limit} .*${configured}.*ulimit`));
    expect(connectionLimit(configured, openFiles)).toEqual({ limit, warning });
  },
);
