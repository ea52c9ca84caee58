import type { DeskPost, OpenedChat } from '../agents.ts';
import type { Call } from '../call-log.ts';
import type { Life } from '../instances.ts';
import type { Deed } from '../ledger.ts';
import type { StoredEvent } from '../read-store.ts';
import type { Outage } from '../storms.ts';

/** Everything that was seen, from the outside and in the store. */
export interface Evidence {
  deeds: readonly Deed[];
  calls: readonly Call[];
  lives: readonly Life[];
  outages: readonly Outage[];
  chats: readonly OpenedChat[];
  posts: readonly DeskPost[];
  stored: readonly StoredEvent[];
  /** Lanes that had not come to an end in time, as the connectors say. */
  openAtTheEnd: number;
}

/** What a check found. */
export interface Finding {
  /** One sentence with ids and times. */
  text: string;
}

/** A line of the table. */
export interface Row {
  name: string;
  /** Whether the run has failed when something was found. */
  mustBeZero: boolean;
  findings: Finding[];
}

/** Milliseconds since midnight, for people who read logs. */
export function clockTime(at: number | undefined): string {
  return at === undefined || !Number.isFinite(at) ? '-' : new Date(at).toISOString().slice(11, 23);
}

export function callText(call: Call): string {
  const { service, endpoint, life, at, effectAt, endedAt, status, fault } = call;
  const struck = fault === undefined ? '' : `, fault ${fault}`;
  return `${service} ${endpoint} by ${life} ${clockTime(at)}..${clockTime(endedAt)}, effect ${clockTime(effectAt)}, status ${status}${struck}`;
}

/** Items by a key; those without one are left out. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
