import { arm } from '../compose/desk-arming.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { checkEnvironmentName, configAtHand } from './config-at-hand.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { secretStore } from './secret-store.ts';
import { type StorePlace, withStore } from './with-store.ts';

export interface ArmOptions {
  place: StorePlace;
  environment: string;
  /** Whether the secrets there are go on counting. */
  add: boolean;
}

const TEN_MINUTES = 600_000;

/**
 * Lets one handshake of HyperChat in, within ten minutes, and prints where: on a path that nobody else knows.
 * @throws CommandError when a handshake would not count
 */
export async function runWebhooksArm({ place, environment, add }: ArmOptions): Promise<number> {
  const config = configAtHand(place);
  checkEnvironmentName(config, environment);
  refuseWithoutUse(config, environment);
  const now = Date.now();
  const until = now + TEN_MINUTES;
  const path = await withStore(place, async (store) => arm(secretStore(store, now), { environment, until, add }, now));
  for (const line of instructions({ path, until, add, publicUrl: config?.server.public_url })) console.log(line);
  return exitCodes.ok;
}

function refuseWithoutUse(config: LoadedConfig | undefined, environment: string): void {
  const chat = config?.forEnvironment(environment).chat;
  if (chat === undefined) return;
  if (chat.appId === undefined) {
    throw new CommandError(
      `the environment ${environment} has no chat.appId, and secrets are kept for an app: set it in chat.yaml first`,
    );
  }
  if (chat.webhook_secrets.length > 0) {
    throw new CommandError(
      `the environment ${environment} pins its secrets (chat.webhook_secrets), and only these count: add the new one there, or take them all out first`,
    );
  }
}

function instructions(armed: { path: string; until: number; add: boolean; publicUrl: string | undefined }): string[] {
  const { path, until, add, publicUrl } = armed;
  const where =
    publicUrl === undefined
      ? [
          'In Case Management (Settings > Chat > Webhooks) save the webhook with this path behind the public address of',
          'the connector as its target:',
        ]
      : ['In Case Management (Settings > Chat > Webhooks) save the webhook with this target:'];
  const others = add
    ? 'The secrets that are known go on counting.'
    : 'The secrets that are known stop counting at the first event that is signed with the new one.';
  return [
    ...where,
    '',
    `  ${publicUrl?.replace(/\/+$/, '') ?? ''}${path}`,
    '',
    `One handshake is let in there, until ${clockTime(until)}. ${others}`,
    ...(publicUrl === undefined ? ['With server.public_url in server.yaml the whole target is printed here.'] : []),
  ];
}

function clockTime(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
