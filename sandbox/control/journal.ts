import type { SimulatedCall } from './faults.ts';
import { createTextKeeper } from './keep-texts.ts';
import { maskBody, maskHeaders, type SecretNames } from './masking.ts';

/** One call that a simulator received. */
export type JournalEntry = {
  /** Counts up from 1 and never repeats, also after `clear`. */
  number: number;
  /** When it arrived, in milliseconds since 1970. */
  at: number;
  endpoint: string;
  method: string;
  /** Path and query string as sent. */
  path: string;
  headers: Record<string, string>;
  /** Parsed when it is JSON, else the text; undefined when there was none. */
  body: unknown;
  /** Session, conversation or chat the call belongs to, where the simulator knows one. */
  sessionId?: string;
  /** Undefined while the call runs; 0 when the connection ended without an answer. */
  status?: number;
  /** Milliseconds until the answer; undefined while the call runs. */
  durationMs?: number;
  /** The kind of fault that struck the call. */
  fault?: string;
  /** What was answered, like `body`; undefined while the call runs, when there was none, and once it is forgotten. */
  responseBody?: unknown;
  /** When the call took effect, milliseconds since 1970, and what its route answered; undefined when a fault came before. */
  ran?: { at: number; status: number };
};

export type JournalFilter = {
  endpoint?: string;
  method?: string;
  sessionId?: string;
  status?: number;
  /** Only calls whose body text contains this. */
  bodyIncludes?: string;
  /** Only calls with a number above this one. */
  after?: number;
  /** Only answered calls (true) or running ones (false). */
  finished?: boolean;
  /** At most this many, the newest. */
  limit?: number;
};

/** The simulator's side of one entry, filled in as the call goes on. */
export type OpenEntry = {
  /** Says what was found out about the call while it ran. */
  note(facts: Pick<JournalEntry, 'sessionId' | 'fault' | 'ran'>): void;
  /** Says how it ended; 0 for a connection that ended without an answer. */
  finish(status: number, responseText?: string): void;
};

export type Journal = {
  /** Writes down a call that arrived; undefined while recording is off. */
  begin(call: SimulatedCall): OpenEntry | undefined;
  /** Entries, oldest first, with secrets masked. */
  list(filter?: JournalFilter): JournalEntry[];
  /** The same with secrets: in process only. */
  listRaw(filter?: JournalFilter): JournalEntry[];
  /** One entry with secrets masked; undefined when it is not kept any more. */
  get(number: number): JournalEntry | undefined;
  /** The same with its secrets: in process only. */
  getRaw(number: number): JournalEntry | undefined;
  /**
   * Resolves with the entries, secrets included, once at least `count` (default 1) match; looks at the past first.
   * Rejects after `timeoutMs` (default 10,000) with what was there instead.
   */
  waitFor(filter: JournalFilter, options?: { count?: number; timeoutMs?: number }): Promise<JournalEntry[]>;
  /** Calls back whenever a call arrives or ends, until the function it returns is called. */
  onMove(listener: () => void): () => void;
  /** Calls a listener with each call that is over, secrets included (in process only). Returns a function that ends it. */
  watch(listener: (entry: JournalEntry) => void): () => void;
  clear(): void;
  /** Switches recording; off costs nothing per call. */
  record(on: boolean): void;
  isRecording(): boolean;
};

export type JournalOptions = {
  /** How many entries are kept; the oldest go first. Default 20,000. */
  capacity?: number;
  /** What `list` and the control API mask. */
  secrets: SecretNames;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** Whether it records from the start. Default true. */
  recording?: boolean;
  /** Called with each call that is over, secrets masked, while recording is on. */
  onFinish?: (entry: JournalEntry) => void;
};

type StoredEntry = Omit<JournalEntry, 'body' | 'headers' | 'responseBody'> & {
  headers: SimulatedCall['headers'];
  /** Parsed only when somebody looks: recording has to be cheap. */
  bodyText: string;
  responseText?: string;
};

type Waiter = () => void;

/** A bounded list of everything a simulator received. */
export function createJournal(options: JournalOptions): Journal {
  const capacity = options.capacity ?? 20_000;
  const now = options.now ?? Date.now;
  const waiters = new Set<Waiter>();
  const responses = createTextKeeper();
  const mask = (entry: JournalEntry): JournalEntry => maskEntry(entry, options.secrets);
  const watchers = new Set<(entry: JournalEntry) => void>();
  let entries: StoredEntry[] = [];
  let lastNumber = 0;
  let recording = options.recording ?? true;

  function begin(call: SimulatedCall): OpenEntry | undefined {
    if (!recording) return undefined;
    const { endpoint, method, path, headers, body } = call;
    const entry: StoredEntry = { number: ++lastNumber, at: now(), endpoint, method, path, headers, bodyText: body };
    entries.push(entry);
    // Cut in one go now and then: shifting a long array at every call would be slow.
    if (entries.length >= capacity * 2) entries = entries.slice(-capacity);
    const started = performance.now();
    for (const waiter of waiters) waiter();
    return {
      note: (facts) => Object.assign(entry, facts),
      finish(status, responseText = '') {
        entry.status = status;
        responses.keep(entry, responseText);
        entry.durationMs = Math.round((performance.now() - started) * 1000) / 1000;
        const ended = storedToEntry(entry);
        options.onFinish?.(mask(ended));
        for (const watcher of watchers) watcher(ended);
        for (const waiter of waiters) waiter();
      },
    };
  }

  function find(filter: JournalFilter): StoredEntry[] {
    const found = entries.slice(-capacity).filter((entry) => entryMatches(entry, filter));
    return filter.limit === undefined ? found : found.slice(Math.max(0, found.length - filter.limit));
  }

  /** Numbers count up without gaps, so an entry's place is known. */
  function getRaw(number: number): JournalEntry | undefined {
    const stored = entries[number - (entries[0]?.number ?? 0)];
    return stored && storedToEntry(stored);
  }

  const listRaw = (filter: JournalFilter = {}): JournalEntry[] => find(filter).map(storedToEntry);

  return {
    begin,
    listRaw,
    list: (filter) => listRaw(filter).map(mask),
    get(number) {
      const entry = getRaw(number);
      return entry && mask(entry);
    },
    getRaw,
    waitFor: (filter, { count = 1, timeoutMs = 10_000 } = {}) =>
      waitForEntries({ find: () => find(filter), waiters, newest: () => entries.slice(-10) }, filter, count, timeoutMs),
    onMove: (listener) => subscribe(waiters, listener),
    watch: (listener) => subscribe(watchers, listener),
    clear: () => {
      entries = [];
    },
    record: (on) => {
      recording = on;
    },
    isRecording: () => recording,
  };
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

interface Waiting {
  find(): StoredEntry[];
  newest(): StoredEntry[];
  waiters: Set<Waiter>;
}

function waitForEntries(
  { find, newest, waiters }: Waiting,
  filter: JournalFilter,
  count: number,
  timeoutMs: number,
): Promise<JournalEntry[]> {
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const found = find();
      if (found.length < count) return false;
      waiters.delete(look);
      clearTimeout(timer);
      resolve(found.map(storedToEntry));
      return true;
    };
    const giveUp = (): void => {
      waiters.delete(look);
      reject(new Error(describeMiss(filter, count, find().length, newest())));
    };
    const timer = setTimeout(giveUp, timeoutMs);
    if (!look()) waiters.add(look);
  });
}

function entryMatches(entry: StoredEntry, filter: JournalFilter): boolean {
  return (
    (filter.endpoint === undefined || entry.endpoint === filter.endpoint) &&
    (filter.method === undefined || entry.method === filter.method) &&
    (filter.sessionId === undefined || entry.sessionId === filter.sessionId) &&
    (filter.status === undefined || entry.status === filter.status) &&
    (filter.after === undefined || entry.number > filter.after) &&
    (filter.finished === undefined || (entry.status !== undefined) === filter.finished) &&
    (filter.bodyIncludes === undefined || entry.bodyText.includes(filter.bodyIncludes))
  );
}

function storedToEntry(stored: StoredEntry): JournalEntry {
  const { bodyText, responseText = '', headers, ...rest } = stored;
  const plain = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  const responseBody = parseIfJson(responseText);
  return {
    ...rest,
    headers: Object.fromEntries(plain),
    body: parseIfJson(bodyText),
    ...(responseBody !== undefined && { responseBody }),
  };
}

function parseIfJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function maskEntry(entry: JournalEntry, secrets: SecretNames): JournalEntry {
  const { headers, body, responseBody } = entry;
  return {
    ...entry,
    headers: maskHeaders(headers, secrets),
    body: maskBody(body, secrets),
    ...(responseBody !== undefined && { responseBody: maskBody(responseBody, secrets) }),
  };
}

function describeMiss(filter: JournalFilter, count: number, found: number, entries: StoredEntry[]): string {
  const newest = entries.map((entry) => `${entry.method} ${entry.path} -> ${entry.status ?? 'running'}`);
  return `Waited for ${count} calls like ${JSON.stringify(filter)}, saw ${found}. The newest calls: ${newest.join('; ') || 'none'}.`;
}
