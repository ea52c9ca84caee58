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

/** Reads request bodies within a cap for one and a cap for all that are being read. */
export type BodyReader = (request: IncomingMessage) => Promise<Buffer>;

/** Creates the reader. Both limits in bytes. */
export function createBodyReader(limits: { one: number; all: number }): BodyReader {
  let held = 0;
  return async (request) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limits.one) throw tooLarge(limits.one);
    if (held + announced > limits.all) throw new BodyError(503, 'too many bodies are being read: try again later');
    let size = 0;
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        held += chunk.length;
        if (size > limits.one) throw tooLarge(limits.one);
        if (held > limits.all) throw new BodyError(503, 'too many bodies are being read: try again later');
        chunks.push(chunk);
      }
    } catch (error) {
      throw error instanceof BodyError ? error : new BodyError(400, 'the body was cut off');
    } finally {
      held -= size;
    }
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  };
}

function tooLarge(limit: number): BodyError {
  return new BodyError(413, `the body is larger than ${Math.round(limit / 1024)} KB (server.body_limit_kb)`);
}
