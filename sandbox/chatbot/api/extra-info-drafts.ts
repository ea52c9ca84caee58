import type { ExtraInfo } from './extra-info.ts';

type Entry = { name: string; value: Record<string, unknown> };

/** What an editor has changed in Extra Info and not posted yet. No client of the API sees it. */
export type ExtraInfoDrafts = {
  /** A group as its editor sees it: what is published, with what was changed since. */
  list(group: string): (Entry & { changed: boolean })[];
  /** Changes an entry, or adds one. */
  set(group: string, name: string, value: Record<string, unknown>): void;
  /** Publishes what was changed. Returns how many entries. */
  post(group: string): number;
  /** Forgets what was changed and not posted. */
  discard(group: string): void;
  reset(): void;
};

export function createExtraInfoDrafts(published: ExtraInfo): ExtraInfoDrafts {
  const groups = new Map<string, Map<string, Record<string, unknown>>>();

  function changesOf(group: string): Map<string, Record<string, unknown>> {
    const changes = groups.get(group) ?? new Map<string, Record<string, unknown>>();
    groups.set(group, changes);
    return changes;
  }

  return {
    list(group) {
      const changes = changesOf(group);
      const names = new Set([...published.find(group).map(({ name }) => name), ...changes.keys()]);
      return [...names].map((name) => {
        const change = changes.get(name);
        return { name, value: change ?? published.find(group, name)[0]?.value ?? {}, changed: change !== undefined };
      });
    },
    set(group, name, value) {
      const before = published.find(group, name)[0]?.value;
      // Changed back to what is published: there is nothing to post any more.
      if (JSON.stringify(before) === JSON.stringify(value)) changesOf(group).delete(name);
      else changesOf(group).set(name, value);
    },
    post(group) {
      const changes = changesOf(group);
      for (const [name, value] of changes) published.set(group, name, value);
      groups.delete(group);
      return changes.size;
    },
    discard: (group) => void groups.delete(group),
    reset: () => groups.clear(),
  };
}
