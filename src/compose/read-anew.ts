import { WireError } from '../core/errors.ts';
import { type NotUnderstood, notUnderstoodReason } from '../core/not-understood.ts';
import type { StoredEvent } from '../core/turn-record.ts';
import { ParkError } from '../flow/turn-outcome.ts';
import { smoochEvents } from '../http/smooch-events.ts';
import { parseWebhook } from '../smooch/v1/parse-webhook.ts';
import type { DeliveryBook } from '../store/deliveries.ts';
import type { Lanes } from '../store/lanes.ts';
import type { NewEvent, Store } from '../store/schema.ts';

/**
 * Reads the body of a dead letter again.
 * @returns what it asks for; parts that are still not understood are among it as dead letters
 * @throws WireError when nothing of it can be understood
 */
export type AnewReader = (letter: NotUnderstood, receivedAt: number) => Promise<NewEvent[]>;

export interface ReadAnewParts {
  store: Store;
  lanes: Lanes;
  readers: Readonly<Partial<Record<NotUnderstood['source'], AnewReader>>>;
}

/**
 * A dead letter that could not be understood is tried again: what it says now goes to the end of its lanes. A crash
 * between this and the end of the turn makes it happen again; the keys let everything in once.
 * @throws ParkError when it still cannot be understood
 */
export async function readAnew({ store, lanes, readers }: ReadAnewParts, event: StoredEvent): Promise<void> {
  const letter = event.payload as NotUnderstood;
  const read = readers[letter.source];
  if (read === undefined)
    throw new ParkError(notUnderstoodReason([`nothing here reads what came from ${letter.source}`]));
  const events = await read(letter, event.receivedAt).catch((error: unknown) => {
    throw error instanceof WireError ? new ParkError(notUnderstoodReason(error.issues), error) : error;
  });
  // The keys that came with it were used up when it was set aside.
  const keyed = events.map((said, index) => ({ ...said, dedupe: { key: `read-anew:${event.origin}:${index}` } }));
  const outcomes = await store.append(keyed);
  keyed.forEach(({ lane, kind, setAside }, index) => {
    const outcome = outcomes[index];
    if (outcome?.status === 'stored' && setAside === undefined) lanes.add({ id: outcome.id, lane, kind, notBefore: 0 });
  });
}

/** Creates the reader of what came from Smooch. */
export function createSmoochReader(parts: {
  deliveries: Pick<DeliveryBook, 'record'>;
  countIgnored(reason: string, count: number): void;
}): AnewReader {
  return async ({ environment, appId, body }, receivedAt) => {
    const { notUnderstood, ...said } = parseWebhook(body);
    const isSilent = Object.values(said).every((found) => found.length === 0);
    if (isSilent)
      throw new WireError(
        'Smooch',
        notUnderstood.flatMap(({ issues }) => issues),
      );
    for (const delivery of said.deliveries) await parts.deliveries.record(delivery);
    for (const reason of said.ignored) parts.countIgnored(reason, 1);
    return smoochEvents({ ...said, notUnderstood }, { environment, appId, receivedAt });
  };
}
