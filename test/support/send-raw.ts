import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection whose bytes the test chooses. It ends with the test. */
export interface RawSender {
  socket: Socket;
  /** What came so far. */
  received(): string;
  isOpen(): boolean;
}

/** Opens a connection and sends what is given. Resolves when it is on its way, or the other side has closed it. */
export async function sendRaw(url: string, ...parts: (string | Buffer)[]): Promise<RawSender> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  let isOpen = true;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isOpen = false;
      resolve();
    });
  });
  const sent = new Promise<void>(
    (resolve) => void socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))), () => resolve()),
  );
  await Promise.race([sent, closed]);
  return { socket, received: () => received, isOpen: () => isOpen };
}

/** The head of a POST that announces a body. */
export function headOf(length: number, headers: Record<string, string> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${lines.join('')}\r\n`;
}
