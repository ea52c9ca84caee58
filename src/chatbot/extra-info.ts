import { asList, asRecord, asText } from '../net/loose-json.ts';

/** A key pair of Smooch, as Backstage keeps it. */
export interface AppToken {
  key: string;
  secret: string;
}

/** What the connector keeps in an ExtraInfo group of the bot's instance. */
export interface ExtraInfo {
  /** By environment; one whose key or secret is missing is left out. */
  appTokens: Record<string, AppToken>;
  /** Labels by language; empty ones are left out. */
  translations: Record<string, Record<string, string>>;
}

/**
 * Reads an ExtraInfo group (Inbenta docs: app data): the entries `app_tokens` and `translations`. A property of kind
 * "multiple" is a list even when it holds one object, and an empty one may be `[]` or missing.
 */
export function parseExtraInfo(results: readonly unknown[]): ExtraInfo {
  return {
    appTokens: entryToRecord(results, 'app_tokens', toAppToken),
    translations: entryToRecord(results, 'translations', toLabels),
  };
}

function entryToRecord<T>(
  results: readonly unknown[],
  name: string,
  read: (first: Record<string, unknown>) => T | undefined,
): Record<string, T> {
  const pairs: [string, T][] = [];
  for (const result of results) {
    const entry = asRecord(result);
    if (entry?.name !== name) continue;
    for (const [key, values] of Object.entries(asRecord(entry.value) ?? {})) {
      const first = asRecord(asList(values)[0]);
      const value = first && read(first);
      if (value !== undefined) pairs.push([key, value]);
    }
  }
  // fromEntries, not assignment: the keys are somebody else's, and `__proto__` is a key like any other here.
  return Object.fromEntries(pairs);
}

function toAppToken(first: Record<string, unknown>): AppToken | undefined {
  const key = asText(first.key)?.trim();
  const secret = asText(first.secret)?.trim();
  return key === undefined || secret === undefined ? undefined : { key, secret };
}

function toLabels(first: Record<string, unknown>): Record<string, string> | undefined {
  const labels: [string, string][] = [];
  for (const [label, value] of Object.entries(first)) {
    const text = asText(value)?.trim();
    if (text !== undefined) labels.push([label, text]);
  }
  return labels.length === 0 ? undefined : Object.fromEntries(labels);
}
