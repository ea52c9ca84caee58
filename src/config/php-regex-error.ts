/** A regular expression that cannot be used; the message says why and what to do. */
export class PhpRegexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PhpRegexError';
  }
}
