import type { PageEvent } from '../../../sandbox/page/protocol/page-protocol.ts';
import { type Page, type PageOptions, startPage } from '../../../sandbox/page/server/start-page.ts';
import { type Stand, type StandOptions, startStand } from '../../../sandbox/run/start-stand.ts';

/** A window of the page: what it asks, over real HTTP. */
export interface PageClient {
  stand: Stand;
  page: Page;
  get<T>(path: string): Promise<T>;
  /** The answer as it is. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Listens to what windows are told; resolves when it is connected. */
  listen(): Promise<{ told: PageEvent[]; close(): void }>;
  stop(): Promise<void>;
}

/** Starts a stand with its page on free ports. */
export async function openPage(
  options: StandOptions = {},
  pageOptions: Partial<PageOptions> = {},
): Promise<PageClient> {
  const stand = await startStand(options);
  const page = await startPage({ stand, port: 0, paceMs: 0, ...pageOptions });
  const send: PageClient['send'] = (method, path, body, headers = {}) =>
    fetch(new URL(path, page.url), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  return {
    stand,
    page,
    send,
    async get<T>(path: string) {
      const response = await send('GET', path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    listen: () => listen(new URL('/api/page/events', page.url)),
    async stop() {
      await page.stop();
      await stand.stop();
    },
  };
}

async function listen(url: URL): Promise<{ told: PageEvent[]; close(): void }> {
  const abort = new AbortController();
  const response = await fetch(url, { signal: abort.signal });
  const told: PageEvent[] = [];
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data: ')) told.push(JSON.parse(line.slice(6)));
    }
  };
  void read().catch(() => undefined);
  return { told, close: () => abort.abort() };
}
