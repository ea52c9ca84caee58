import { ARMED_SPACE } from '../compose/desk-intake.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { type StorePlace, withStore } from './with-store.ts';

const TEN_MINUTES = 600_000;

/** Lets one handshake of HyperChat in, within ten minutes: run it right before a webhook is saved in Case Management. */
export async function runWebhooksArm(options: { place: StorePlace; environment: string }): Promise<number> {
  const { place, environment } = options;
  const now = Date.now();
  await withStore(place, async (store) => store.put(ARMED_SPACE, environment, String(now + TEN_MINUTES), now));
  console.log(
    `The next handshake of HyperChat for the environment ${printable(environment)} is let in, until ${clockTime(now + TEN_MINUTES)}.`,
  );
  console.log('Save the webhook in Case Management now (Settings > Chat > Webhooks).');
  return exitCodes.ok;
}

function clockTime(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
