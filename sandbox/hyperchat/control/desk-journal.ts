import { createJournal, type Journal, type JournalEntry } from '../../control/journal.ts';

/** What must not be seen in listings. */
const SECRETS = {
  headers: ['x-hyper-secret', 'x-hyper-token', 'x-inbenta-key', 'authorization'],
  fields: ['secret', 'token', 'accessToken'],
};

/** A journal that masks secrets in the query too: downloads carry the desk's secret there. */
export function createDeskJournal(options: { now: () => number; recording?: boolean; capacity?: number }): Journal {
  const journal = createJournal({ ...options, secrets: SECRETS });
  return {
    ...journal,
    list: (filter) => journal.list(filter).map(maskQuery),
    get(number) {
      const entry = journal.get(number);
      return entry && maskQuery(entry);
    },
  };
}

function maskQuery(entry: JournalEntry): JournalEntry {
  return { ...entry, path: entry.path.replace(/([?&]secret=)[^&]*/gi, '$1***') };
}
