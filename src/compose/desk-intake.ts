import { createHash } from 'node:crypto';
import type { EnvironmentConfig } from '../config/environment-config.ts';
import type { Clock } from '../core/clock.ts';
import { type Conversation, laneToConversation } from '../core/conversation.ts';
import { verifySignature } from '../desk/hyperchat/authenticity.ts';
import { decideHandshake } from '../desk/hyperchat/handshake.ts';
import { parseDeskEvent } from '../desk/hyperchat/parse-event.ts';
import type { RoutedDeskEvent } from '../flow/find-conversation.ts';
import { type AgentChat, parseSession } from '../flow/session.ts';
import type { World } from '../flow/world.ts';
import type { DeskIntake, StoredDeskEvent } from '../http/desk-webhook.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';

export interface DeskIntakeOptions {
  configOf(environment: string): EnvironmentConfig;
  world(environment: string): World;
  store: Store;
  clock: Clock;
  log: Logger;
}

/** Where the command line writes until when a handshake is let in: one per environment. */
export const ARMED_SPACE = 'handshake-armed';

const SAVE_AGAIN =
  'save the webhook in Case Management again: the secret of one that was saved before this connector, or before its data folder was lost, cannot be read back';

/** What the intake has to know about HyperChat: handshakes, signatures, typing. */
export function createDeskIntake(options: DeskIntakeOptions): DeskIntake {
  const { configOf, store } = options;
  return {
    handshake: (environment, offered) =>
      store.exclusively('handshake', () => takeHandshake(options, environment, offered)),
    async check({ environment, appId, raw, content, signature }) {
      const { chat } = configOf(environment);
      if (!chat.enabled) return { verdict: 'ignored' };
      if (appId !== chat.appId) return { verdict: 'forged', advice: 'its appId is not chat.appId of this environment' };
      if (chat.webhook_verification === 'off') return { verdict: 'genuine' };
      const kept = (await store.list(secretSpace(environment, chat.appId))).map(({ value }) => value);
      const secrets = chat.webhook_secrets.length > 0 ? chat.webhook_secrets : kept;
      const checked = verifySignature({ raw, content, header: signature, secrets, over: chat.signature_over });
      if (checked.verdict === 'genuine') return checked;
      const { wouldMatch, reason } = checked;
      if (wouldMatch !== undefined) {
        return {
          verdict: 'forged',
          advice: `its signature fits chat.signature_over: ${wouldMatch}, not ${chat.signature_over}`,
        };
      }
      return { verdict: 'forged', advice: `its X-Hook-Signature does not fit (${reason}); ${SAVE_AGAIN}` };
    },
    parse: parseDeskEvent,
    place: (environment, appId, event) => placeEvent(store, { environment, appId }, event),
    async onTyping(environment, event) {
      const { chat } = configOf(environment);
      const known = await knownChat(store, chat.appId ?? '', event.chatId);
      if (known === undefined) return;
      const { lane, conversation } = known;
      const session = parseSession(await store.session(lane));
      if (session.chat?.id !== event.chatId || !isThere(session.chat, event.userId)) return;
      const type = event.isTyping ? 'typing:start' : 'typing:stop';
      options
        .world(conversation.environment)
        .channel.typing(conversation, type)
        .catch(() => {});
    },
  };
}

/**
 * A chat that was opened here is known: its events wait in the conversation's lane from the beginning, so that what
 * the user writes afterwards is handled afterwards. Others have to find their conversation first, in a lane of the
 * chat; as long as one of these is not through, later ones wait behind it.
 */
async function placeEvent(
  store: Pick<Store, 'chatLane' | 'isLaneOpen'>,
  { environment, appId }: { environment: string; appId: string },
  event: StoredDeskEvent,
): ReturnType<DeskIntake['place']> {
  const lookUp = {
    lane: `desk:${appId}:${event.chatId}`,
    kind: 'desk-lookup',
    payload: { environment, event },
  } as const;
  const known = await knownChat(store, appId, event.chatId);
  if (known === undefined || (await store.isLaneOpen(lookUp.lane))) return lookUp;
  const payload: RoutedDeskEvent = { conversation: known.conversation, event };
  return { lane: known.lane, kind: 'desk', payload };
}

/** The conversation of a chat that was opened here. */
async function knownChat(
  store: Pick<Store, 'chatLane'>,
  appId: string,
  chatId: string,
): Promise<{ lane: string; conversation: Conversation } | undefined> {
  const link = await store.chatLane(`${appId}:${chatId}`);
  const conversation = link && laneToConversation(link.lane);
  return conversation && { lane: link.lane, conversation };
}

/** Of several handshakes that come together only one is the first. */
async function takeHandshake(
  { configOf, store, clock, log }: DeskIntakeOptions,
  environment: string,
  offered: string,
): ReturnType<DeskIntake['handshake']> {
  const { chat } = configOf(environment);
  const space = secretSpace(environment, chat.appId);
  const armed = await store.get(ARMED_SPACE, environment);
  const decision = decideHandshake({
    knownSecrets: (await store.list(space)).map(({ value }) => value),
    pinned: chat.webhook_secrets,
    armedUntil: armed === undefined ? undefined : Number(armed.value),
    now: clock.now(),
    offered,
  });
  if (decision.decision === 'refuse') return { echo: false, reason: decision.reason };
  if (decision.decision === 'echo-and-store') {
    await store.put(space, createHash('sha256').update(offered).digest('base64url'), offered);
    if (decision.usesArming) await store.remove(ARMED_SPACE, environment);
    log.info({ environment }, 'a webhook of HyperChat was established');
  }
  return { echo: true };
}

/** Whether this is an agent of the chat who has not left it. */
function isThere({ agents, gone }: AgentChat, userId: string): boolean {
  return agents.includes(userId) && !gone.includes(userId);
}

/** Says at start what would otherwise only show when an agent's first message is refused. */
export async function warnAboutDesk(
  options: Pick<DeskIntakeOptions, 'store' | 'log'>,
  environment: EnvironmentConfig,
): Promise<void> {
  const { chat, name } = environment;
  if (!chat.enabled || chat.webhook_verification === 'off' || chat.webhook_secrets.length > 0) return;
  const known = await options.store.list(secretSpace(name, chat.appId));
  if (known.length > 0) return;
  options.log.warn({ environment: name }, `no webhook of HyperChat is known yet; ${SAVE_AGAIN}`);
}

function secretSpace(environment: string, appId: string | undefined): string {
  return `handshake:${environment}:${appId ?? ''}`;
}
