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
  /** What is told when its time has come, by what it is about. */
  const latest = new Map<string, string>();

  function flush(key: string): void {
    const data = latest.get(key) ?? '';
    timers.delete(key);
    latest.delete(key);
    for (const listener of listeners) listener(data);
  }

  return {
    tell(event) {
      if (listeners.size === 0) return;
      const key = keyOf(event);
      latest.set(key, JSON.stringify(event));
      if (timers.has(key)) return;
      timers.set(key, setTimeout(flush, event.event === 'wire' ? GATHER_CALLS_MS : GATHER_MS, key));
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

/** Whether somebody types: only the last of several words about it counts. */
function keyOf(event: PageEvent): string {
  return event.event === 'user' && event.typing !== undefined ? `typing:${event.userId}` : JSON.stringify(event);
}
