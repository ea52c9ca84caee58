import { handOver, withDataFolder } from './data-folder.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';

/** Requests about no conversation have a lane of their own. */
const LANE = 'control';
/** There in every configuration, also before its ExtraInfo could be read for the first time. */
const ALWAYS_THERE = 'production';

/** Asks the connector to read ExtraInfo anew for every environment it has read it for, and for production. */
export async function runExtraInfoRefresh({ dataDir }: { dataDir: string }): Promise<number> {
  withDataFolder(dataDir, (store) => {
    const environments = [...new Set([ALWAYS_THERE, ...store.list('extra-info').map(({ key }) => key)])];
    console.log(`ExtraInfo is to be read again for: ${environments.map(printable).join(', ')}.`);
    handOver(
      store,
      environments.map((environment) => ({ lane: LANE, action: { action: 'refresh-extra-info', environment } })),
    );
  });
  return exitCodes.ok;
}
