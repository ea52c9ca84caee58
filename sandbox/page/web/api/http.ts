/** The sandbox said no, or nothing; the message is a sentence for the person at the page. */
export class ApiProblem extends Error {
  readonly status: number;

  /** @param status 0 when there was no answer */
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** @throws ApiProblem */
export function getJson<T>(path: string): Promise<T> {
  return call<T>('GET', path);
}

/**
 * Sends JSON, or nothing when there is no body.
 * @throws ApiProblem
 */
export function sendJson<T = unknown>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return call<T>(method, path, body === undefined ? {} : { headers, body: JSON.stringify(body) });
}

/**
 * Uploads bytes as they are.
 * @throws ApiProblem
 */
export function sendBytes<T>(path: string, bytes: Blob): Promise<T> {
  return call<T>('POST', path, { body: bytes, headers: { 'content-type': 'application/octet-stream' } });
}

async function call<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { method, ...init }).catch(() => {
    throw new ApiProblem('The sandbox does not answer. Is it still running?', 0);
  });
  const text = await response.text();
  const body = parse(text);
  if (!response.ok)
    throw new ApiProblem(sentenceOf(body) ?? `The sandbox answered ${response.status}.`, response.status);
  return body as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentenceOf(body: unknown): string | undefined {
  const error = body !== null && typeof body === 'object' && 'error' in body ? body.error : undefined;
  return typeof error === 'string' ? error : undefined;
}
