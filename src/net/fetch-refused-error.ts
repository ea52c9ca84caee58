/**
 * A file that is not fetched, now or later: a forbidden address, too many redirects, too large. No ApiError, because
 * the service is not to blame and trying again changes nothing.
 */
export class FetchRefusedError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'FetchRefusedError';
  }
}
