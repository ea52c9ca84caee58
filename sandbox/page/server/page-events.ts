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
const GATHER_CALLS_MS = 200;

/** Proxies and browsers close a stream on which nothing happens. */
const ALIVE_MS = 15_000;

type Listener = (data: string) => void;

export function createPageEvents(): PageEvents {
  const listeners = new Set<Listener>();
  const ending = new AbortController();
  const timers = new Map<string, NodeJS.Timeout>();

  function flush(data: string): void {
    timers.delete(data);
    for (const listener of listeners) listener(data);
  }

  return {
    tell(event) {
      if (listeners.size === 0) return;
      const data = JSON.stringify(event);
      if (timers.has(data)) return;
      timers.set(data, setTimeout(flush, event.event === 'wire' ? GATHER_CALLS_MS : GATHER_MS, data));
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
      for (const timer of timers.values()) clearTimeout(timer);
      ending.abort();
    },
  };
}
