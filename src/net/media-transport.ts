import { type Dispatcher, request } from 'undici';
import { type AddressGuardOptions, createAddressGuard } from './address-guard.ts';
import { FetchRefusedError } from './fetch-refused-error.ts';
import { createProxiedAgent, type Env, envProxies } from './proxied-agent.ts';

export interface MediaTransportOptions extends AddressGuardOptions {
  /** Limit for a TCP and TLS connection to stand, milliseconds. */
  connectTimeoutMs: number;
  /** Exact origins that may be anywhere, such as `https://chat.internal:8000`. */
  allowedOrigins: readonly string[];
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` (or in lower case) are read. */
  env?: Env;
}

/** Makes single requests, and only to where they may go. */
export interface MediaTransport {
  /** Resolves when the headers are there. @throws FetchRefusedError before anything is sent */
  open(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Dispatcher.ResponseData>;
  close(): Promise<void>;
}

/**
 * Creates the transport. Without a proxy, and for hosts of `NO_PROXY`, the connection goes to the very address that was
 * checked. A proxy finds the address of a host itself: there the host is checked here first, as it is written and by
 * what its name stands for on this machine, and what the proxy makes of it afterwards is in the proxy's own hands.
 */
export function createMediaTransport(options: MediaTransportOptions): MediaTransport {
  const env = options.env ?? process.env;
  const { httpProxy, httpsProxy } = envProxies(env);
  const isProxied = httpProxy !== '' || httpsProxy !== '';
  const allowedOrigins = new Set(options.allowedOrigins.map((origin) => URL.parse(origin)?.origin ?? origin));
  const guard = createAddressGuard(options);
  // The caller's signal limits a request as a whole; undici's own limits would only run beside it.
  const pool = { connectTimeout: options.connectTimeoutMs, headersTimeout: 0, bodyTimeout: 0, allowH2: false };
  const free = createProxiedAgent(pool, env);
  const guarded = createProxiedAgent({ ...pool, connect: { lookup: guard.lookup } }, env);

  async function checkBeforeSending(url: URL, signal: AbortSignal): Promise<void> {
    if (isProxied) await untilAborted(guard.checkHost(url).catch(explainUnknownHost(url)), signal);
    else guard.checkLiteral(url);
  }

  return {
    async open(url, headers, signal) {
      const isFree = allowedOrigins.has(url.origin);
      if (!isFree) await checkBeforeSending(url, signal);
      const response = await request(url, { dispatcher: isFree ? free : guarded, headers, signal });
      // A failure comes out of reading the body. One that nobody reads any more must not end the process.
      response.body.on('error', () => undefined);
      return response;
    },
    close: async () => void (await Promise.all([free.close(), guarded.close()])),
  };
}

/** Looking a name up cannot be stopped, but it need not be waited for. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject);
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function explainUnknownHost({ hostname, origin }: URL): (error: Error) => never {
  return (error) => {
    if (!('code' in error) || error.code !== 'ENOTFOUND') throw error;
    throw new FetchRefusedError(
      `${hostname} is unknown on this machine, so nobody can tell where the proxy would go; ` +
        `if files may be fetched there, add ${origin} to server.media_origins`,
    );
  };
}
