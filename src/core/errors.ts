/** The systems around the connector, as they are named in logs and metrics. */
export type Service = 'smooch' | 'chatbot' | 'desk' | 'media';

/** What a system sent does not have the shape its documentation promises. */
export class WireError extends Error {
  readonly source: string;
  readonly issues: readonly string[];

  constructor(source: string, issues: readonly string[]) {
    super(`${source} sent something that cannot be understood: ${issues.join('; ')}`);
    this.name = 'WireError';
    this.source = source;
    this.issues = issues;
  }
}

/**
 * - `session-expired`: the bot forgot the conversation; open a new one and ask again.
 * - `gateway-timeout`: the service behind the gateway was too slow; the question may have been heard.
 * - `credentials-refused`: key or secret are wrong; only the operator can mend it.
 */
export type ApiErrorCode = 'session-expired' | 'gateway-timeout' | 'credentials-refused';

export interface ApiFailure {
  service: Service;
  /** The operation, for people: `send message`. */
  operation: string;
  /** HTTP status; undefined when no answer came. */
  status?: number;
  /** Code or message the service gave. Never holds a secret. */
  reason: string;
  /** What the failure means, where the flow has to tell it from others. */
  code?: ApiErrorCode;
  /** How long the service asks us to wait, milliseconds. */
  retryAfterMs?: number;
  /**
   * True when the service certainly did not act on the call (connection refused, 429, 503).
   * Only then may a call that is not idempotent be repeated without a look-up.
   */
  nothingHappened: boolean;
  /** True when no answer came in time: a time-out of ours, or a gateway's 504. */
  timedOut?: boolean;
  cause?: unknown;
}

/** A call to a service failed, or was answered with an error. */
export class ApiError extends Error {
  readonly service: Service;
  readonly operation: string;
  readonly status: number | undefined;
  readonly reason: string;
  readonly code: ApiErrorCode | undefined;
  readonly retryAfterMs: number | undefined;
  readonly nothingHappened: boolean;
  readonly timedOut: boolean;

  constructor(failure: ApiFailure) {
    const outcome = failure.status === undefined ? 'got no answer' : `was answered with ${failure.status}`;
    super(`${failure.service}: ${failure.operation} ${outcome}: ${failure.reason}`, { cause: failure.cause });
    this.name = 'ApiError';
    this.service = failure.service;
    this.operation = failure.operation;
    this.status = failure.status;
    this.reason = failure.reason;
    this.code = failure.code;
    this.retryAfterMs = failure.retryAfterMs;
    this.nothingHappened = failure.nothingHappened;
    this.timedOut = failure.timedOut ?? false;
  }

  /** No answer, so nobody knows whether the service acted. A look-up has to come before a repeat. */
  get ambiguous(): boolean {
    return !this.nothingHappened && (this.status === undefined || this.status >= 500);
  }
}

/** Something the operator has to create or repair first; a turn that meets it waits. */
export class NotConfiguredError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotConfiguredError';
  }
}
