import type { ParkedEvent } from '../store/schema.ts';
import { ageText } from './age-text.ts';
import { columns } from './columns.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { type StorePlace, withStore } from './with-store.ts';

/** Lists the events that were set aside: which, since when, whose, why. Never what was written in them. */
export async function runDeadLetters({ place }: { place: StorePlace }): Promise<number> {
  const parked = await withStore(place, async (store) => store.parked());
  if (parked.length === 0) console.log('There are no dead letters.');
  else for (const line of columns([head, ...parked.map(eventToRow)])) console.log(line);
  return exitCodes.ok;
}

const head = ['ID', 'AGE', 'STATE', 'CONVERSATION', 'REASON'];

function eventToRow({ id, receivedAt, state, lane, reason }: ParkedEvent): string[] {
  return [String(id), ageText(Date.now() - receivedAt), state, printable(lane), printable(reason)];
}
