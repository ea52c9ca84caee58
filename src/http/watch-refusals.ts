import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Connections } from './guard-connections.ts';
import type { Refusals } from './refusals.ts';

interface ClientError extends Error {
  code?: string;
  rawPacket?: Buffer;
}

interface Refused {
  kind: string;
  status: number;
  message: string;
}

/** Logs, counts and answers what Node's server refuses before it is a request. */
export function watchRefusals(
  server: Server,
  { connections, refusals, headersMs }: { connections: Connections; refusals: Refusals; headersMs: number },
): void {
  const note = ({ kind, status, message }: Refused) => refusals.note(kind, message, { status });
  server.on('clientError', (error: ClientError, socket: Duplex) => {
    const response = connections.responseOf(socket as Socket);
    // A sender that has gone is not refused; what it had begun says so itself, where its body is read.
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const refused = describe(error, headersMs);
    if (response === undefined || response.req.complete) note(refused);
    // Behind a request that is whole: this one gets its answer first, and not that of the next.
    if (response?.req.complete) response.once('close', () => socket.destroy());
    else end(socket, response?.headersSent ? undefined : refused.status);
  });
  // Node closes these without a word when nobody listens.
  server.on('connect', (_request, socket: Duplex) => {
    note({ kind: 'no-proxy', status: 405, message: 'a CONNECT was refused: this is no proxy' });
    end(socket, 405);
  });
}

function describe({ code = '', rawPacket }: ClientError, headersMs: number): Refused {
  const message = 'a request was refused before its headers were read:';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return {
      kind: 'headers-too-slow',
      status: 408,
      message: `${message} they did not arrive within ${headersMs / 1000} s`,
    };
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return { kind: 'headers-too-large', status: 431, message: `${message} they are larger than 16 KB` };
  }
  if (rawPacket?.[0] === TLS_HANDSHAKE) {
    const advice = 'it is HTTPS, and this port speaks HTTP; TLS is the matter of a proxy in front of it';
    return { kind: 'not-http', status: 400, message: `${message} ${advice}` };
  }
  return { kind: 'not-http', status: 400, message: `${message} it is not valid HTTP (${code})` };
}

/** The first byte of every TLS connection (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;

/** Says why, where that is still possible, and ends the connection. */
function end(socket: Duplex, status: number | undefined): void {
  if (status === undefined) return void socket.destroy();
  const text = `${STATUS_CODES[status]}\n`;
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${text.length}`,
    ...(status === 405 ? ['allow: POST'] : []),
    'connection: close',
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
