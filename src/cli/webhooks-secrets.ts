import { fingerprint, readAllSecrets } from '../compose/desk-secrets.ts';
import { columns } from './columns.ts';
import { configAtHand } from './config-at-hand.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { secretStore } from './secret-store.ts';
import { type StorePlace, withStore } from './with-store.ts';

/** Lists the secrets that count for HyperChat's events, by their fingerprints. */
export async function runWebhooksSecrets({ place }: { place: StorePlace }): Promise<number> {
  const config = configAtHand(place);
  const secrets = await withStore(place, (store) => readAllSecrets(secretStore(store, Date.now())));
  if (secrets.length === 0) console.log('No secret of a handshake of HyperChat is known.');
  else {
    const rows = secrets.map((one) => [
      fingerprint(one),
      printable(one.appId),
      timeText(one.since),
      one.lastUsed === undefined ? 'never' : timeText(one.lastUsed),
      one.replaces.length > 0 ? 'replaces the others when it is used' : '',
    ]);
    for (const line of columns([['FINGERPRINT', 'APP', 'SINCE', 'LAST USED', ''], ...rows])) console.log(line);
  }
  const pinning = config?.names.filter((name) => config.forEnvironment(name).chat.webhook_secrets.length > 0) ?? [];
  for (const name of pinning) {
    console.log(`In ${name} only the secrets of chat.webhook_secrets count, not these.`);
  }
  return exitCodes.ok;
}

/** UTC to the second, or what a clock that was wrong has left. */
function timeText(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
