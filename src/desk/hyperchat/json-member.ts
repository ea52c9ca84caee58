const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openers = new Set([0x7b, 0x5b]);
const closers = new Set([0x7d, 0x5d]);
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Finds a member of the outermost object in JSON text, byte by byte as it stands there. Of several with the same name
 * it is the last one, the one that `JSON.parse` takes too.
 *
 * @param json valid JSON in UTF-8
 * @returns the bytes of the member's value; undefined when there is no such member
 */
export function findJsonMember(json: Uint8Array, name: string): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  let at = skip(json, 0, spaces) + 1;
  while (at < json.length) {
    const key = skip(json, at, betweenMembers);
    if (json[key] !== quote) return found;
    const value = skip(json, endOfString(json, key), betweenKeyAndValue);
    const end = endOfValue(json, value);
    if (JSON.parse(toText(json.subarray(key, endOfString(json, key)))) === name) found = json.subarray(value, end);
    at = end;
  }
  return found;
}

const betweenMembers = new Set([...spaces, comma]);
const betweenKeyAndValue = new Set([...spaces, 0x3a]);

function skip(json: Uint8Array, from: number, bytes: ReadonlySet<number>): number {
  let at = from;
  while (at < json.length && bytes.has(json[at] as number)) at += 1;
  return at;
}

/** The position behind the string that begins at `from`. */
function endOfString(json: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at + 1;
}

/** The position behind the value that begins at `from`. */
function endOfValue(json: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  while (at < json.length) {
    const byte = json[at] as number;
    if (depth === 0 && (byte === comma || closers.has(byte) || spaces.has(byte))) return at;
    if (openers.has(byte)) depth += 1;
    if (closers.has(byte)) depth -= 1;
    at = byte === quote ? endOfString(json, at) : at + 1;
  }
  return at;
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
