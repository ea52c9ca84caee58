/**
 * Turns that begin together each read the same kind of row: what is asked for in one round of the event loop becomes
 * one statement. Each caller still gets what is there after it asked.
 * @param readAll reads the rows of all keys; keys without a row may be left out
 */
export function createGroupedRead<Value>(
  readAll: (keys: string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | undefined> {
  let gathered: { keys: Set<string>; values: Promise<ReadonlyMap<string, Value>> } | undefined;
  const gather = () => {
    const keys = new Set<string>();
    const values = new Promise((begin) => setImmediate(begin)).then(() => {
      gathered = undefined;
      return readAll([...keys]);
    });
    return { keys, values };
  };
  return async (key) => {
    gathered ??= gather();
    gathered.keys.add(key);
    return (await gathered.values).get(key);
  };
}
