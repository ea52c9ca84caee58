import type { Clock } from '../core/clock.ts';
import { decideHandshake } from '../desk/hyperchat/handshake.ts';
import type { DeskIntake, OfferedHandshake } from '../http/desk-webhook.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';
import type { DeskApp } from './desk-apps.ts';
import { type Arming, findArming, useUp } from './desk-arming.ts';
import { keepSecret, readSecrets, takeOverOldSecrets } from './desk-secrets.ts';

export interface HandshakeParts {
  apps: ReadonlyMap<string, DeskApp>;
  appIdOf(environment: string): string | undefined;
  store: Store;
  clock: Clock;
  log: Logger;
}

const NO_APP =
  'no chat.appId is set for the environment it came to: set it first, then run "smooch-connector webhooks arm" and save the webhook with the target that it prints';

/** Decides about a handshake and keeps what it offers. Of several that come together only one is the first. */
export function takeHandshake(parts: HandshakeParts, offer: OfferedHandshake): ReturnType<DeskIntake['handshake']> {
  return parts.store.exclusively('handshake', () => decide(parts, offer));
}

async function decide(
  { apps, appIdOf, store, clock, log }: HandshakeParts,
  { environment, path, secret }: OfferedHandshake,
): ReturnType<DeskIntake['handshake']> {
  const now = clock.now();
  const arming = await findArming(store, path, now);
  const app = apps.get(appIdOf(arming?.environment ?? environment) ?? '');
  if (app === undefined) return { echo: false, reason: NO_APP };
  const { appId, ...rules } = app;
  // Beside a version of before: the first one may have come to it a moment ago.
  await takeOverOldSecrets(store);
  const known = await readSecrets(store, appId);
  const decision = decideHandshake({
    ...rules,
    knownSecrets: known.map((one) => one.secret),
    armed: arming !== undefined,
    offered: secret,
  });
  if (decision.decision === 'refuse') return { echo: false, reason: decision.reason };
  if (decision.decision === 'echo-and-store') {
    const replaces = replacesOthers(arming) ? known.map(({ hash }) => hash) : [];
    await keepSecret(store, { appId, secret, since: now, replaces });
    log.info({ app: appId }, 'a webhook of HyperChat was established');
  }
  // One handshake is let in there, also one that would have been let in anywhere.
  if (arming !== undefined) await useUp(store, arming);
  return { echo: true };
}

function replacesOthers(arming: Arming | undefined): boolean {
  return arming !== undefined && !arming.add;
}
