import type { LoadedConfig } from '../config/load-config.ts';
import type { Clock } from '../core/clock.ts';
import { createMinuteLimit } from '../core/minute-limit.ts';
import { createOnceAMinute } from '../core/once-a-minute.ts';
import { eventIdentity } from '../desk/hyperchat/event-identity.ts';
import { parseDeskEvent } from '../desk/hyperchat/parse-event.ts';
import { type AgentChat, parseSession } from '../flow/session.ts';
import type { World } from '../flow/world.ts';
import type { DeskIntake } from '../http/desk-webhook.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';
import { createDeskCheck, SAVE_AGAIN } from './check-desk-event.ts';
import { findDeskApps } from './desk-apps.ts';
import { readSecrets, takeOverOldSecrets } from './desk-secrets.ts';
import { knownChat, LOOK_UPS_PER_MINUTE, placeDeskEvent } from './place-desk-event.ts';
import { setAsideDeskEvent } from './set-aside-desk-event.ts';
import { takeHandshake } from './take-handshake.ts';

export interface DeskIntakeOptions {
  configuration: Pick<LoadedConfig, 'names' | 'forEnvironment'>;
  world(environment: string): World;
  store: Store;
  clock: Clock;
  log: Logger;
}

/** What the intake has to know about HyperChat: handshakes, signatures, typing. */
export function createDeskIntake({ configuration, world, store, clock, log }: DeskIntakeOptions): DeskIntake {
  const configOf = configuration.forEnvironment;
  const apps = findDeskApps(configuration);
  const mayLookUp = createMinuteLimit(LOOK_UPS_PER_MINUTE, clock);
  const refused = createOnceAMinute(clock);
  const handshakes = { apps, appIdOf: (name: string) => configOf(name).chat.appId, store, clock, log };
  return {
    async handshake(offer) {
      const answer = await takeHandshake(handshakes, offer);
      return answer.echo ? answer : { echo: false, reason: seldom(refused(), answer.reason ?? '') };
    },
    check: createDeskCheck({ apps, configOf, store, clock }),
    parse: parseDeskEvent,
    dedupeKey: (body) => eventIdentity(body).dedupeKey,
    setAside: (origin, verdict, unread) => setAsideDeskEvent(store, origin, verdict, unread),
    place: (origin, verdict, event) => placeDeskEvent({ store, mayLookUp }, origin, verdict, event),
    async onTyping({ appId }, { accepts }, event) {
      const known = await knownChat(store, appId, event.chatId);
      if (known === undefined || accepts(known.conversation.environment) !== 'genuine') return;
      const { lane, conversation } = known;
      const session = parseSession(await store.session(lane));
      if (session.chat?.id !== event.chatId || !isThere(session.chat, event.userId)) return;
      const type = event.isTyping ? 'typing:start' : 'typing:stop';
      world(conversation.environment)
        .channel.typing(conversation, type)
        .catch(() => {});
    },
  };
}

/** @param leftOut how many were not told since the last one; undefined when this one is not told either */
function seldom(leftOut: number | undefined, reason: string): string | undefined {
  if (leftOut === undefined) return undefined;
  return leftOut === 0 ? reason : `${reason} (${leftOut} more were refused since the last such line)`;
}

/** Whether this is an agent of the chat who has not left it. */
function isThere({ agents, gone }: AgentChat, userId: string): boolean {
  return agents.includes(userId) && !gone.includes(userId);
}

/** Brings together what an earlier version kept for each environment: before the first handshake, which may be a stranger's. */
export async function takeOverDeskSecrets(store: Store, log: Logger): Promise<void> {
  const message =
    'secrets of HyperChat that were kept for each environment now count for the app: look at them with "smooch-connector webhooks secrets", and forget what is not of your webhooks';
  const mixed = await store.exclusively('handshake', () => takeOverOldSecrets(store));
  for (const [app, environments] of mixed) log.warn({ app, environments }, message);
}

/** Says at start what would otherwise only show when an agent's first message is refused. */
export async function warnAboutDesk(
  configuration: DeskIntakeOptions['configuration'],
  { store, log }: Pick<DeskIntakeOptions, 'store' | 'log'>,
): Promise<void> {
  for (const { appId, enabled, environments, onlyPinned } of findDeskApps(configuration).values()) {
    const isChecked = environments.some(({ chat }) => chat.webhook_verification !== 'off');
    if (!enabled || !isChecked || onlyPinned || (await readSecrets(store, appId)).length > 0) continue;
    const names = environments.map(({ name }) => name).join(', ');
    log.warn({ environment: names, app: appId }, `no webhook of HyperChat is known yet; ${SAVE_AGAIN}`);
  }
}
