import type { IncomingMessage } from 'node:http';

/** A body that cannot be taken: over the cap (413), too many bodies at once (503), or cut off by the sender (400). */
export class BodyError extends Error {
  readonly status: 400 | 413 | 503;

  constructor(status: 400 | 413 | 503, message: string) {
    super(message);
    this.name = 'BodyError';
    this.status = status;
  }
}

/**
 * Reads request bodies within a cap for one and a cap for all that are held.
 * @param answered settles when the body is needed no more; until then it counts
 */
export type BodyReader = (request: IncomingMessage, answered?: Promise<unknown>) => Promise<Buffer>;

/** Creates the reader. Both limits in bytes. */
export function createBodyReader(limits: { one: number; all: number }): BodyReader {
  let held = 0;

  const problem = (size: number): BodyError | undefined => {
    if (size > limits.one) {
      return new BodyError(413, `the body is larger than ${Math.round(limits.one / 1024)} KB (server.body_limit_kb)`);
    }
    return held > limits.all ? new BodyError(503, 'too many bodies are being read: try again later') : undefined;
  };

  return (request, answered = Promise.resolve()) =>
    new Promise((resolve, reject) => {
      const announced = problem(Number(request.headers['content-length'] ?? 0));
      if (announced !== undefined) return reject(announced);
      const chunks: Buffer[] = [];
      let size = 0;
      let settled = false;
      const end = (settle: () => void) => {
        held -= size;
        size = 0;
        request.removeListener('data', take);
        settle();
      };
      const take = (chunk: Buffer) => {
        size += chunk.length;
        held += chunk.length;
        const refused = problem(size);
        // The rest is left to Node, which reads it away: a closed socket would hide our answer from the sender.
        if (refused !== undefined) end(() => reject(refused));
        else chunks.push(chunk);
      };
      request.on('data', take);
      request.once('end', () => {
        if (settled) return;
        settled = true;
        void answered.finally(() => end(() => {}));
        resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      });
      request.once('close', () => {
        if (!settled) end(() => reject(new BodyError(400, 'the body was cut off')));
      });
    });
}
