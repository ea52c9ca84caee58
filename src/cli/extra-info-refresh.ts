import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { handOver, type StorePlace, withStore } from './with-store.ts';

/** Requests about no conversation have a lane of their own. */
const LANE = 'control';
/** There in every configuration, also before its ExtraInfo could be read for the first time. */
const ALWAYS_THERE = 'production';

/** Asks the connector to read ExtraInfo anew for every environment it has read it for, and for production. */
export async function runExtraInfoRefresh({ place }: { place: StorePlace }): Promise<number> {
  await withStore(place, async (store) => {
    const environments = [...new Set([ALWAYS_THERE, ...(await store.list('extra-info')).map(({ key }) => key)])];
    console.log(`ExtraInfo is to be read again for: ${environments.map(printable).join(', ')}.`);
    await handOver(
      store,
      environments.map((environment) => ({ lane: LANE, action: { action: 'refresh-extra-info', environment } })),
    );
  });
  return exitCodes.ok;
}
