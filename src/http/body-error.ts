/**
 * A body that cannot be taken: cut off or not unpacked (400), of a sender nobody knows (401), too slow (408), over the cap
 * (413), packed in an unknown way (415), or one too many (503).
 */
export class BodyError extends Error {
  readonly status: 400 | 401 | 408 | 413 | 415 | 503;
  readonly headers: Record<string, string>;
  /** Nobody can tell now whose it is: the message is for the operator alone. */
  readonly undecided: boolean;

  constructor(
    status: BodyError['status'],
    message: string,
    more: { headers?: Record<string, string>; undecided?: boolean } = {},
  ) {
    super(message);
    this.name = 'BodyError';
    this.status = status;
    this.headers = { ...(status === 503 ? { 'retry-after': '30' } : {}), ...more.headers };
    this.undecided = more.undecided ?? false;
  }
}
