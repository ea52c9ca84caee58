import { type DeskSecret, fingerprint, forgetSecret, readAllSecrets } from '../compose/desk-secrets.ts';
import { confirm } from './confirm.ts';
import { CommandError, exitCodes, UsageError } from './exit-codes.ts';
import { secretStore } from './secret-store.ts';
import { type StorePlace, withStore } from './with-store.ts';

export interface ForgetOptions {
  place: StorePlace;
  /** As it was typed; undefined with `all`. */
  fingerprint: string | undefined;
  all: boolean;
  /** Nothing is asked. */
  yes: boolean;
}

/**
 * Forgets secrets of HyperChat's handshakes: what is signed with them is refused from then on.
 * @throws CommandError when there is none with this fingerprint
 */
export async function runWebhooksForget({ place, fingerprint: typed, all, yes }: ForgetOptions): Promise<number> {
  if (all === (typed !== undefined)) {
    throw new UsageError('name the secret to forget by its fingerprint, or say --all; "webhooks secrets" lists them');
  }
  const wanted = typed?.toLowerCase();
  if (wanted !== undefined && !/^[0-9a-f]{8}$/.test(wanted)) {
    throw new UsageError(`"${typed}" is no fingerprint; those are the eight digits that "webhooks secrets" lists`);
  }
  await withStore(place, async (beside) => {
    const store = secretStore(beside, Date.now());
    const known = await readAllSecrets(store);
    const chosen = known.filter((one) => all || fingerprint(one) === wanted);
    if (chosen.length === 0 && !all) {
      throw new CommandError(`there is no secret ${wanted}: "webhooks secrets" lists those there are`);
    }
    if (chosen.length > 0) await confirm(`Forget ${chosen.map(fingerprint).join(', ')}?`, { yes });
    for (const one of chosen) await forgetSecret(store, one);
    for (const line of report(chosen, known)) console.log(line);
  });
  return exitCodes.ok;
}

function report(chosen: readonly DeskSecret[], known: readonly DeskSecret[]): string[] {
  if (chosen.length === 0) return ['There is no secret to forget.'];
  const emptied = new Set(chosen.map(({ appId }) => appId));
  for (const { appId } of known.filter((one) => !chosen.includes(one))) emptied.delete(appId);
  return [
    `Forgotten: ${chosen.map(fingerprint).join(', ')}. What is signed with it is refused from now on.`,
    ...[...emptied].map(
      (appId) => `No secret is left for the app ${appId}: the next handshake is let in, so save the webhook again now.`,
    ),
  ];
}
