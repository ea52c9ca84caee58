const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{` differ in this bit alone, and so do `]` and `}`. */
const CURLY = 0x20;
const OPENER = 0x7b;
const CLOSER = 0x7d;

/**
 * Whether JSON text nests deeper than so many levels. One pass, no memory: a parser would build, or recurse into, every
 * level before anybody could refuse it.
 * @param json in UTF-8; of what is no JSON only the first levels are looked at
 */
export function isDeeperThan(json: Uint8Array, levels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] as number;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if ((byte | CURLY) === OPENER) {
      depth += 1;
      if (depth > levels) return true;
    } else if ((byte | CURLY) === CLOSER) depth -= 1;
  }
  return false;
}
