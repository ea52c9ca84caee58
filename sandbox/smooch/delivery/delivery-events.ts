import type { AppEvent, DeliveryError, Happening } from '../app/app-event.ts';
import type { AppRecord, StoredMessage, UserRecord } from '../app/records.ts';
import { channelTraits } from '../channel/channel-traits.ts';
import { isSubscribed } from '../v1/triggers.ts';
import { createFailureRules, type FailureListing, type FailureRule, type FailureRules } from './failure-rules.ts';

/** When delivery events are told. Every field may be changed at any time. */
export interface DeliveryEventSettings {
  /** Off: none is sent, even to webhooks that subscribe to them. */
  enabled: boolean;
  /** Milliseconds from the message to `message:delivery:channel`, or to the failure. */
  channelDelayMs: number;
  /** Milliseconds from the message to `message:delivery:user`, on channels that have it. */
  userDelayMs: number;
}

/** A message that a channel will not deliver. */
export type PlannedFailure = Pick<FailureRule, 'error' | 'afterChannel' | 'delayMs'>;

/** A message that was sent, and where. */
export interface SentMessage {
  app: AppRecord;
  user: UserRecord;
  stored: StoredMessage;
}

export interface DeliveryEvents {
  readonly settings: DeliveryEventSettings;
  /** Messages that will fail, by user, channel, kind or text. */
  readonly failures: FailureRules;
  /** The next message to this user fails. */
  failNext(userId: string, failure: PlannedFailure): void;
  /** A message that is there already fails, now or this many milliseconds later. */
  failSent(sent: SentMessage, error: DeliveryError, delayMs?: number): void;
  messageSent(app: AppRecord, user: UserRecord, stored: StoredMessage): void;
  /** Drops the events that are still to come. */
  stop(): void;
}

type DeliveryHappening = Extract<Happening, { kind: 'delivery' }>;
type PlannedEvent = Pick<DeliveryHappening, 'stage' | 'isFinal' | 'error'> & { delayMs: number };

/** Tells webhooks what became of each message at its channel (Smooch docs: delivery events). */
export function createDeliveryEvents(
  settings: DeliveryEventSettings,
  publish: (event: AppEvent) => void,
): DeliveryEvents {
  const timers = new Set<NodeJS.Timeout>();
  const failures = createFailureRules();

  function tell({ app, user, stored: { message, channel } }: SentMessage, planned: readonly PlannedEvent[]): void {
    const client = user.clients.find(({ platform }) => platform === channel);
    if (client === undefined) return;
    const destination = { type: channel, integrationId: client.integrationId };
    for (const { delayMs, ...event } of planned) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        publish({ kind: 'delivery', ...event, messageId: message._id, destination, app, user, client });
      }, delayMs);
      timers.add(timer);
    }
  }

  return {
    settings,
    failures,
    failNext(userId, failure) {
      failures.add({ ...failure, userId });
    },
    failSent(sent, error, delayMs = 0) {
      tell(sent, [{ stage: 'failure', isFinal: true, error, delayMs }]);
    },
    messageSent(app, user, stored) {
      if (!settings.enabled || stored.channel === 'none' || !hasListener(app)) return;
      tell({ app, user, stored }, plan(settings, stored.channel, failures.take(user._id, stored)));
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function plan(
  { channelDelayMs, userDelayMs }: DeliveryEventSettings,
  channel: string,
  failure: FailureListing | undefined,
): PlannedEvent[] {
  const confirms = channelTraits(channel).confirmsArrival;
  const taken: PlannedEvent = { stage: 'channel', isFinal: !confirms && !failure, delayMs: channelDelayMs };
  if (failure === undefined) {
    return confirms ? [taken, { stage: 'user', isFinal: true, delayMs: userDelayMs }] : [taken];
  }
  const { error, afterChannel = false, delayMs = afterChannel ? userDelayMs : channelDelayMs } = failure;
  const failed: PlannedEvent = { stage: 'failure', isFinal: true, error, delayMs };
  return afterChannel ? [taken, failed] : [failed];
}

function hasListener(app: AppRecord): boolean {
  const stages = ['channel', 'user', 'failure'];
  return [...app.webhooks.values()].some(({ triggers }) =>
    stages.some((stage) => isSubscribed(triggers, `message:delivery:${stage}`)),
  );
}
