import type { IncomingMessage } from 'node:http';

/** For a sender that still sends, so that it comes to read our answer. */
const REST_MS = 10_000;
const REST_BYTES = 16 * 1024 * 1024;

/**
 * What a refused sender still sends is read away for a while: a socket that is closed at once would hide our answer.
 * Who does not come to an end is cut off.
 */
export function readAway(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  let left = REST_BYTES;
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, REST_MS);
  const end = () => clearTimeout(timer);
  request.once('end', end).once('close', end);
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cut();
  });
  request.resume();
}
