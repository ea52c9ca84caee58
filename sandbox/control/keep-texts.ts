/** Characters of one answer that are kept: more than any real one has, less than a mistake may make. */
const LONGEST = 64 * 1024;

/** Characters of all answers together; the oldest go first. */
const ALL = 32 * 1024 * 1024;

/** What carries an answer's text, as long as it is kept. */
export type TextHolder = { responseText?: string };

/** Keeps the newest texts, each cut, and takes away the oldest when they become too many. */
export function createTextKeeper(limit: number = ALL): { keep(holder: TextHolder, text: string): void } {
  let holders: TextHolder[] = [];
  let oldest = 0;
  let kept = 0;

  function forgetOldest(): void {
    const holder = holders[oldest++]!;
    kept -= holder.responseText?.length ?? 0;
    holder.responseText = undefined;
    // Cut in one go now and then: shifting a long list at every call would be slow.
    if (oldest < 1000) return;
    holders = holders.slice(oldest);
    oldest = 0;
  }

  return {
    keep(holder, text) {
      if (text === '') return;
      holder.responseText = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
      holders.push(holder);
      kept += holder.responseText.length;
      while (kept > limit) forgetOldest();
    },
  };
}
