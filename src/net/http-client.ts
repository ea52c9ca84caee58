import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Service } from '../core/errors.ts';
import { startCall } from './pending-call.ts';

/** One attempt of one remote call. */
export interface HttpCall {
  service: Service;
  /** For people and metrics: `send message`. */
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `https://host:port`, as `parseBaseUrl` gives it. */
  origin: string;
  /** Path and query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Limit for everything: waiting for a connection, sending, the whole answer; milliseconds. */
  timeoutMs: number;
  /** Gives the call up early. */
  signal?: AbortSignal;
  /** Largest answer that is taken, bytes. Default 5 MB. */
  maxBytes?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body, read as UTF-8. */
  readonly text: string;
}

/** What a finished call is counted by. */
export interface CallObservation {
  service: Service;
  operation: string;
  /** HTTP status; undefined when no answer came. */
  status: number | undefined;
  /** From the start of the call to its end, milliseconds. */
  ms: number;
}

export interface HttpClient {
  /**
   * Makes one attempt. Any HTTP status is an answer; redirects are not followed.
   *
   * @throws ApiError without `status` when no complete answer came
   */
  call(call: HttpCall): Promise<HttpResponse>;
  /** Lets calls under way end and closes all connections. Calls made afterwards fail. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Limit for a TCP and TLS connection to stand, milliseconds. */
  connectTimeoutMs: number;
  /** Connections to one origin at the same time. Default 256. */
  connectionsPerOrigin?: number;
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` (or in lower case) are read. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Told about every finished call. */
  observe?: (observation: CallObservation) => void;
}

/**
 * Connections are kept for a few seconds only: one that the service closes at the very moment we write is a failure
 * nobody can tell from a call that happened. A service that names its own limit (`Keep-Alive: timeout=`) is believed.
 */
const keepAliveMs = 15_000;

const proxySchemes = /^(?:https?|socks5?):$/;

function createDispatcher(options: HttpClientOptions): Dispatcher {
  const env = options.env ?? process.env;
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY ?? '';
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? '';
  const pool = {
    connections: options.connectionsPerOrigin ?? 256,
    connectTimeout: options.connectTimeoutMs,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: 60_000,
    // One timer of ours limits a call as a whole; undici's two would only run beside it.
    headersTimeout: 0,
    bodyTimeout: 0,
    // One request per connection: a broken connection then concerns one call only, and it is known whether it was sent.
    allowH2: false,
  };
  // Only where a proxy is named: looking for one costs a parsed URL in every call.
  if (httpProxy === '' && httpsProxy === '') return new Agent(pool);
  for (const [name, proxy] of Object.entries({ HTTP_PROXY: httpProxy, HTTPS_PROXY: httpsProxy })) {
    if (proxy !== '' && !proxySchemes.test(URL.parse(proxy)?.protocol ?? '')) {
      throw new Error(`${name} is no address of a proxy: write http://host:port, or http://user:password@host:port`);
    }
  }
  return new EnvHttpProxyAgent({ ...pool, httpProxy, httpsProxy, noProxy: env.no_proxy ?? env.NO_PROXY ?? '' });
}

/** The connector's only way out: pools of kept connections, one per origin. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const dispatcher = createDispatcher(options);
  const { observe } = options;
  return {
    call: (call) => startCall(dispatcher, call, observe),
    close: () => dispatcher.close(),
  };
}
