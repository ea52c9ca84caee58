/** Puts values in the place of `$name`; names without a value stay as they are, so prices like $20 do, too. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$([a-zA-Z_][a-zA-Z0-9_]*)/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : whole,
  );
}

/** The same for every text inside a JSON-like value. */
export function fillPlaceholdersDeep<T>(value: T, values: Readonly<Record<string, string>>): T {
  if (typeof value === 'string') return fillPlaceholders(value, values) as T;
  if (Array.isArray(value)) return value.map((item) => fillPlaceholdersDeep(item, values)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillPlaceholdersDeep(item, values)])) as T;
}
