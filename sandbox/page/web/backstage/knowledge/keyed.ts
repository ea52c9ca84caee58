/** Rows of an editor have no name: where they stand is what they are. */
export function keyed<T>(items: readonly T[]): { key: string; item: T; index: number }[] {
  return items.map((item, index) => ({ key: `row ${index}`, item, index }));
}
