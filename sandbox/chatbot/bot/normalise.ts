/** Text as it is compared: no case, accents or punctuation, single spaces. Empty for text without letters or digits. */
export function normalise(text: string): string {
  return (
    text
      .toLowerCase()
      // More marks on one letter than any language has: putting thousands of them in order takes minutes.
      .replace(/(\p{M}{30})\p{M}+/gu, '$1')
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}
