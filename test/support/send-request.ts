import { type IncomingHttpHeaders, request } from 'node:http';

export interface RequestToSend {
  /** Default POST. */
  method?: string;
  /** Sent as they are; `host` in place of the address's own. */
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The body's length is not announced. */
  chunked?: boolean;
}

export interface ReceivedAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Sends one request over a connection of its own. An answer counts even when it comes before the body was taken. */
export function sendRequest(url: string, { method = 'POST', headers, body, chunked }: RequestToSend = {}) {
  const length = body === undefined || chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise<ReceivedAnswer>((resolve, reject) => {
    const outgoing = request(url, { method, agent: false, headers: { ...length, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.on('error', reject);
    if (chunked) outgoing.flushHeaders();
    outgoing.end(body);
  });
}
