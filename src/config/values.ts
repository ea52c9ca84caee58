/** What a YAML file holds once it is read: maps, lists, text, numbers, booleans, null. */
export type ValueMap = Record<string, unknown>;

export function isMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Not set, so that the layer below or the default counts: nothing, or an empty text. */
function isUnset(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

/** Leaves out what is not set. List entries stay: their position is part of the message about them. */
export function dropUnset(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropUnset);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => !isUnset(entry))
      .map(([key, entry]) => [key, dropUnset(entry)]),
  );
}

/**
 * Lays maps over one another, the later one on top: maps merge deeply, everything else is replaced whole.
 * The keys of the upper map come first, so that a user's file decides the order where order counts.
 */
export function mergeLayers(layers: readonly ValueMap[]): ValueMap {
  return layers.reduce<ValueMap>((lower, upper) => mergeTwo(lower, upper), {});
}

function mergeTwo(lower: ValueMap, upper: ValueMap): ValueMap {
  const merged = Object.entries(upper).map(([key, value]) => {
    const below = Object.hasOwn(lower, key) ? lower[key] : undefined;
    return [key, isMap(value) && isMap(below) ? mergeTwo(below, value) : value] as const;
  });
  const untouched = Object.entries(lower).filter(([key]) => !Object.hasOwn(upper, key));
  return Object.fromEntries([...merged, ...untouched]);
}

/** The value at a path, and whether there is one. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): { exists: boolean; value?: unknown } {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return { exists: false };
    current = (current as Record<PropertyKey, unknown>)[part];
  }
  return { exists: true, value: current };
}
