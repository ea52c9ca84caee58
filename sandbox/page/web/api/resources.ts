import { getJson } from './http.ts';
import { type PageNews, subscribeToPage } from './page-events.ts';

/** Something that is read from the sandbox, and read anew when an event says so. */
export interface Snapshot<T> {
  data: T | undefined;
  /** Why the last reading failed; `data` is then what was there before. */
  problem: string | undefined;
}

interface Resource {
  snapshot: Snapshot<unknown>;
  text: string;
  watchers: Set<() => void>;
  reading: boolean;
  /** Something happened while it was being read. */
  stale: boolean;
}

const resources = new Map<string, Resource>();

function resourceOf(path: string): Resource {
  let resource = resources.get(path);
  if (resource === undefined) {
    resource = {
      snapshot: { data: undefined, problem: undefined },
      text: '',
      watchers: new Set(),
      reading: false,
      stale: false,
    };
    resources.set(path, resource);
  }
  return resource;
}

export function snapshotOf<T>(path: string): Snapshot<T> {
  return resourceOf(path).snapshot as Snapshot<T>;
}

/** Reads it anew; many calls at once become one reading, and one more after it. */
export async function refresh(path: string): Promise<void> {
  const resource = resourceOf(path);
  if (resource.reading) {
    resource.stale = true;
    return;
  }
  resource.reading = true;
  do {
    resource.stale = false;
    await read(path, resource);
  } while (resource.stale && resource.watchers.size > 0);
  resource.reading = false;
}

async function read(path: string, resource: Resource): Promise<void> {
  try {
    const data = await getJson<unknown>(path);
    const text = JSON.stringify(data) ?? '';
    // The same again is not told: components keep their objects.
    if (text === resource.text && resource.snapshot.problem === undefined) return;
    resource.text = text;
    resource.snapshot = { data, problem: undefined };
  } catch (error) {
    resource.snapshot = { ...resource.snapshot, problem: error instanceof Error ? error.message : String(error) };
  }
  for (const watcher of resource.watchers) watcher();
}

/**
 * Reads it now, and whenever an event concerns it, for as long as somebody watches.
 * @param concerns whether it has to be read anew after this event
 */
export function watchResource(path: string, concerns: (news: PageNews) => boolean, watcher: () => void): () => void {
  const resource = resourceOf(path);
  resource.watchers.add(watcher);
  const stop = subscribeToPage((news) => {
    if (news.event === 'reconnected' || concerns(news)) void refresh(path);
  });
  void refresh(path);
  return () => {
    stop();
    resource.watchers.delete(watcher);
  };
}
