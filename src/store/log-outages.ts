import type { OnOutage } from './batch-writer.ts';
import type { StoreLog } from './schema.ts';

/** Says once that nothing can be written any more and why, and once that it works again. */
export function logOutages(log: StoreLog): OnOutage {
  return (problem) => {
    if (problem === undefined) log.info('the store can be written again');
    else log.error(`nothing can be stored now, webhooks get 503: ${problem}`);
  };
}
