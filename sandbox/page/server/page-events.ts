import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { PageEvent } from '../protocol/page-protocol.ts';

/** Tells every open window what to read anew. */
export interface PageEvents {
  tell(event: PageEvent): void;
  /** One window's stream of server-sent events. */
  stream(c: Context): Response;
  /** Ends all streams. */
  stop(): void;
}

/** How long the same event is gathered before it is told: a burst of calls is one thing to read. */
const GATHER_MS = 40;

/** Proxies and browsers close a stream on which nothing happens. */
const ALIVE_MS = 15_000;

type Listener = (data: string) => void;

export function createPageEvents(): PageEvents {
  const listeners = new Set<Listener>();
  const ending = new AbortController();
  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    for (const data of gathered) for (const listener of listeners) listener(data);
    gathered.clear();
  }

  return {
    tell(event) {
      if (listeners.size === 0) return;
      gathered.add(JSON.stringify(event));
      timer ??= setTimeout(flush, GATHER_MS);
    },
    stream: (c) =>
      streamSSE(c, async (stream) => {
        const listener: Listener = (data) => void stream.writeSSE({ data });
        const alive = setInterval(() => void stream.write(': alive\n\n'), ALIVE_MS);
        listeners.add(listener);
        // Headers go out with the first bytes: a window then knows that it is connected.
        await stream.write(': connected\n\n');
        await new Promise<void>((resolve) => {
          stream.onAbort(resolve);
          ending.signal.addEventListener('abort', () => resolve());
        });
        clearInterval(alive);
        listeners.delete(listener);
      }),
    stop() {
      clearTimeout(timer);
      ending.abort();
    },
  };
}
