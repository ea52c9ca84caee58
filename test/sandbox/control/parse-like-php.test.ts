import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseLikePhp } from '../../../sandbox/control/parse-like-php.ts';

const schema = z.strictObject({
  map: z.record(z.string(), z.string()).optional(),
  inner: z.strictObject({ deep: z.strictObject({ a: z.number().optional() }).optional() }).optional(),
  list: z.array(z.string()).optional(),
  either: z
    .array(z.discriminatedUnion('type', [z.strictObject({ type: z.literal('a'), map: z.looseObject({}) })]))
    .optional(),
});
const parse = (value: unknown, unknownKeys?: 'drop' | 'refuse') => parseLikePhp(schema, value, { unknownKeys });

describe('an empty list', () => {
  test.each<[unknown, unknown]>([
    [[], {}],
    [{ map: [] }, { map: {} }],
    [{ inner: { deep: [] } }, { inner: { deep: {} } }],
    [
      { inner: [], map: [] },
      { inner: {}, map: {} },
    ],
    [{ either: [{ type: 'a', map: [] }] }, { either: [{ type: 'a', map: {} }] }],
    [{ list: [] }, { list: [] }],
  ])('%j is what belongs there: %j', (value, wanted) => {
    expect(parse(value).data).toEqual(wanted);
  });

  test.each([[[1]], [{ map: ['a'] }], [{ list: {} }], [{ inner: { deep: [[]] } }]])('is not what %j is', (value) => {
    expect(parse(value).success).toBe(false);
  });
});

describe('a key that nobody knows', () => {
  const value = { map: [], other: 1, inner: { deep: { a: 1, b: 2 }, x: [] }, either: [{ type: 'a', map: {}, y: 1 }] };

  test('is a fault unless it is dropped, at any depth', () => {
    expect(parse(value).success).toBe(false);
    expect(parse(value, 'drop').data).toEqual({ map: {}, inner: { deep: { a: 1 } }, either: [{ type: 'a', map: {} }] });
  });

  test('is not told when something else is wrong', () => {
    const { error } = parse({ ...value, list: [1] }, 'drop');
    expect(error?.issues.map(({ path }) => path)).toEqual([['list', 0]]);
  });

  test('stays in what was sent', () => {
    parse(value, 'drop');
    expect(value).toMatchObject({ map: [], other: 1 });
  });
});
