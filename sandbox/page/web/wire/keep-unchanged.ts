/**
 * The new list with the old objects where nothing changed, so that React draws only what did.
 * @returns the old list itself when all of it is the same
 */
export function keepUnchanged<T extends { id: string }>(before: readonly T[], now: readonly T[]): readonly T[] {
  const known = new Map(before.map((one) => [one.id, one]));
  const kept = now.map((one) => {
    const old = known.get(one.id);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(one) ? old : one;
  });
  const same = kept.length === before.length && kept.every((one, index) => one === before[index]);
  return same ? before : kept;
}
