import type { AppEvent, DeliveryError, Happening } from '../app/app-event.ts';
import type { AppRecord, StoredMessage, UserRecord } from '../app/records.ts';
import { channelTraits } from '../channel/channel-traits.ts';
import { isSubscribed } from '../v1/triggers.ts';

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
export interface PlannedFailure {
  error: DeliveryError;
  /** The channel takes the message first and refuses it later. */
  afterChannel?: boolean;
}

export interface DeliveryEvents {
  readonly settings: DeliveryEventSettings;
  /** The next message to this user fails. */
  failNext(userId: string, failure: PlannedFailure): void;
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
  const failures = new Map<string, PlannedFailure[]>();

  function plan(userId: string, channel: string): PlannedEvent[] {
    const { channelDelayMs, userDelayMs } = settings;
    const failure = failures.get(userId)?.shift();
    const confirms = channelTraits(channel).confirmsArrival;
    const taken: PlannedEvent = { stage: 'channel', isFinal: !confirms && !failure, delayMs: channelDelayMs };
    if (failure) {
      const failed: PlannedEvent = { stage: 'failure', isFinal: true, error: failure.error, delayMs: channelDelayMs };
      return failure.afterChannel ? [taken, { ...failed, delayMs: userDelayMs }] : [failed];
    }
    return confirms ? [taken, { stage: 'user', isFinal: true, delayMs: userDelayMs }] : [taken];
  }

  return {
    settings,
    failNext(userId, failure) {
      failures.set(userId, [...(failures.get(userId) ?? []), failure]);
    },
    messageSent(app, user, { message, channel }) {
      const client = user.clients.find(({ platform }) => platform === channel);
      if (!settings.enabled || client === undefined || !hasListener(app)) return;
      const destination = { type: channel, integrationId: client.integrationId };
      for (const { delayMs, ...planned } of plan(user._id, channel)) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          publish({ kind: 'delivery', ...planned, messageId: message._id, destination, app, user, client });
        }, delayMs);
        timers.add(timer);
      }
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function hasListener(app: AppRecord): boolean {
  const stages = ['channel', 'user', 'failure'];
  return [...app.webhooks.values()].some(({ triggers }) =>
    stages.some((stage) => isSubscribed(triggers, `message:delivery:${stage}`)),
  );
}
