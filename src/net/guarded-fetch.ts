import type { Dispatcher } from 'undici';
import type { Clock } from '../core/clock.ts';
import { ApiError, type Service } from '../core/errors.ts';
import { FetchRefusedError } from './fetch-refused-error.ts';
import { type FileCalled, type FileOrigin, fileName } from './file-name.ts';
import { parseFileUrl } from './file-url.ts';
import { type FetchCredentials, followRedirects, type Trail } from './follow-redirects.ts';
import type { CallObservation } from './http-client.ts';
import { createMediaTransport, type MediaTransport, type MediaTransportOptions } from './media-transport.ts';
import { readLimited } from './read-limited.ts';
import { responseToApiError } from './response-error.ts';
import { sniffMime } from './sniff-mime.ts';
import { transportErrorToApiError } from './transport-error.ts';

export interface GuardedFetchOptions extends MediaTransportOptions {
  clock: Clock;
  /** Limit for everything, redirects and the whole file; milliseconds. */
  timeoutMs: number;
  /** Largest file, bytes. */
  maxBytes: number;
  /** Told about every finished download. */
  observe?: (observation: CallObservation) => void;
}

export interface FileRequest {
  url: string;
  credentials?: FetchCredentials;
  /** What its sender says about it. */
  called?: FileCalled | undefined;
  /** In whose name it is fetched. Default: `media`. */
  service?: Service;
  /** Gives the download up early. */
  signal?: AbortSignal;
}

export interface FetchedFile {
  bytes: Uint8Array;
  /** As the server says, else as the bytes tell, else `application/octet-stream`. */
  mediaType: string;
  name: string;
}

/** Downloads files from addresses that strangers may have written. */
export interface GuardedFetch {
  /**
   * Makes one attempt, following up to five redirects.
   *
   * @throws FetchRefusedError when the address is forbidden or the file too large: trying again changes nothing
   * @throws ApiError when no file came
   */
  fetch(request: FileRequest): Promise<FetchedFile>;
  /** Lets downloads under way end and closes all connections. */
  close(): Promise<void>;
}

const operation = 'fetch file';

/** Types with which servers say that they do not know. */
const unknownTypes = /^(application|binary)\/(octet-stream|x-download|force-download|unknown)$/;

/**
 * Creates a downloader for http(s) addresses on the public internet and at the given origins. What is checked when
 * there is a proxy, see `createMediaTransport`.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const transport = createMediaTransport(options);
  return {
    async fetch(request) {
      const { service = 'media' } = request;
      const began = performance.now();
      const outcome: Outcome = { status: undefined };
      try {
        return await fetchFile(options, transport, { ...request, service }, outcome);
      } finally {
        options.observe?.({ service, operation, status: outcome.status, ms: performance.now() - began });
      }
    },
    close: () => transport.close(),
  };
}

interface Outcome {
  status: number | undefined;
}

async function fetchFile(
  options: GuardedFetchOptions,
  transport: MediaTransport,
  request: FileRequest & { service: Service },
  outcome: Outcome,
): Promise<FetchedFile> {
  const { service, credentials } = request;
  const limit = AbortSignal.timeout(options.timeoutMs);
  const signal = request.signal === undefined ? limit : AbortSignal.any([limit, request.signal]);
  const trail: Trail = { url: parseFileUrl(request.url), credentials, signal };
  try {
    const response = await followRedirects(transport, trail);
    outcome.status = response.statusCode;
    if (response.statusCode >= 300) throw statusToError(service, response, options.clock.now());
    return await readFile(response, { url: trail.url, called: request.called }, options.maxBytes);
  } catch (error) {
    if (error instanceof FetchRefusedError || error instanceof ApiError) throw error;
    if (!signal.aborted)
      throw transportErrorToApiError(error, { service, operation, origin: trail.url.origin, sent: true });
    const timedOut = limit.aborted;
    const reason = timedOut ? `no complete file within ${options.timeoutMs} ms` : 'given up, it is no longer needed';
    throw new ApiError({ service, operation, reason, nothingHappened: false, timedOut });
  }
}

function statusToError(service: Service, response: Dispatcher.ResponseData, nowMs: number): ApiError {
  response.body.destroy();
  const answer = { status: response.statusCode, headers: response.headers, text: '' };
  return responseToApiError(answer, { service, operation, reason: '' }, nowMs);
}

async function readFile(
  response: Dispatcher.ResponseData,
  origin: Pick<FileOrigin, 'url' | 'called'>,
  maxBytes: number,
): Promise<FetchedFile> {
  const { headers, body } = response;
  const bytes = await readLimited(body, single(headers['content-encoding']) ?? '', maxBytes);
  const mediaType = declaredType(headers) ?? sniffMime(bytes) ?? 'application/octet-stream';
  return {
    bytes,
    mediaType,
    name: fileName({ ...origin, disposition: single(headers['content-disposition']), mediaType }),
  };
}

/** The type the server gives, without parameters; undefined when it says nothing by it. */
function declaredType(headers: Dispatcher.ResponseData['headers']): string | undefined {
  const type = single(headers['content-type'])?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) && !unknownTypes.test(type) ? type : undefined;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
