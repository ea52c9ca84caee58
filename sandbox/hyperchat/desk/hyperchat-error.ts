/** A refusal of the desk; goes out as `{error: {code, message}}` (HyperChat's PHP client: errors). */
export class HyperchatError extends Error {
  /** An HTTP status. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'HyperchatError';
    this.code = code;
  }
}

export const badRequest = (message: string): HyperchatError => new HyperchatError(400, message);
export const unauthorized = (message: string): HyperchatError => new HyperchatError(401, message);
export const forbidden = (message: string): HyperchatError => new HyperchatError(403, message);
export const notFound = (message: string): HyperchatError => new HyperchatError(404, message);
