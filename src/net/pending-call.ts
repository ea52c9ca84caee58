import type { Dispatcher } from 'undici';
import { ApiError } from '../core/errors.ts';
import type { CallObservation, HttpCall, HttpResponse } from './http-client.ts';
import { transportErrorToApiError } from './transport-error.ts';

const defaultMaxBytes = 5 * 1024 * 1024;

/**
 * One call under way. It takes undici's events directly: `undici.request` would build a stream per answer,
 * and it does not tell whether the request had left when something failed.
 */
class PendingCall implements Dispatcher.DispatchHandler {
  readonly promise: Promise<HttpResponse>;
  readonly #call: HttpCall;
  readonly #observe: ((observation: CallObservation) => void) | undefined;
  readonly #began: number;
  readonly #timer: NodeJS.Timeout;
  #resolve!: (response: HttpResponse) => void;
  #reject!: (error: ApiError) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpResponse['headers'] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #settled = false;

  constructor(call: HttpCall, observe: ((observation: CallObservation) => void) | undefined) {
    this.#call = call;
    this.#observe = observe;
    this.#began = performance.now();
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(PendingCall.#expire, call.timeoutMs, this);
    call.signal?.addEventListener('abort', this.#onAbort);
  }

  /** undici calls this right before it writes. What fails earlier never left. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a connection: nothing may be sent any more.
    if (this.#settled) controller.abort(new Error('given up'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HttpResponse['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    const limit = this.#call.maxBytes ?? defaultMaxBytes;
    if (this.#bytes > limit) this.#giveUp({ reason: `the answer is larger than ${limit} bytes` });
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.#settle(this.#status)) return;
    const chunks = this.#chunks;
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, text: body.toString('utf8') });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#settle()) return;
    const { service, operation, origin } = this.#call;
    this.#reject(transportErrorToApiError(error, { service, operation, origin, sent: this.#sent }));
  }

  get #sent(): boolean {
    return this.#controller !== undefined;
  }

  static #expire(call: PendingCall): void {
    call.#giveUp({ reason: `no complete answer within ${call.#call.timeoutMs} ms`, timedOut: true });
  }

  readonly #onAbort = (): void => this.#giveUp({ reason: 'given up, its result is no longer needed' });

  #giveUp(why: { reason: string; timedOut?: boolean }): void {
    if (!this.#settle()) return;
    const { service, operation } = this.#call;
    const error = new ApiError({ service, operation, nothingHappened: !this.#sent, ...why });
    this.#reject(error);
    this.#controller?.abort(error);
  }

  /** @returns false when the call has ended before */
  #settle(status?: number): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#call.signal?.removeEventListener('abort', this.#onAbort);
    const { service, operation } = this.#call;
    this.#observe?.({ service, operation, status, ms: performance.now() - this.#began });
    return true;
  }

  /** Ends the call before it begins when its result is no longer needed. */
  startUnlessAborted(dispatcher: Dispatcher): void {
    if (this.#call.signal?.aborted) this.#onAbort();
    else dispatcher.dispatch(this.#call, this);
  }
}

/** Makes one attempt; see `HttpClient.call`. */
export function startCall(
  dispatcher: Dispatcher,
  call: HttpCall,
  observe?: (observation: CallObservation) => void,
): Promise<HttpResponse> {
  const pending = new PendingCall(call, observe);
  pending.startUnlessAborted(dispatcher);
  return pending.promise;
}
