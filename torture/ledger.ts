import type { Delivery as DeskDelivery } from '../sandbox/hyperchat/webhooks/delivery-log.ts';
import type { Delivery } from '../sandbox/smooch/delivery/delivery-log.ts';
import { tokenIn } from './tokens.ts';

/**
 * What somebody did:
 * - `ask`: a text for the bot; `media`: a picture for the bot; `option`: a button of the bot
 * - `rate`: a rating clicked; `comment`: the reason typed
 * - `agent-yes`: wants an agent
 * - `note`: a text for the agent; `picture`: a picture for the agent
 * - `reply`, `file`: a text or a file of an agent for the user
 */
export type DeedKind =
  | 'ask'
  | 'media'
  | 'option'
  | 'rate'
  | 'comment'
  | 'agent-yes'
  | 'note'
  | 'picture'
  | 'reply'
  | 'file';

/** One thing that a user or an agent did, and what became of telling the connector. Times: milliseconds since 1970. */
export interface Deed {
  kind: DeedKind;
  /** Smooch's id of the user. */
  user: string;
  /** Empty for a button whose payload has none. */
  token: string;
  /** Parts of the answer that must reach the user, each once. */
  parts: string[];
  /** Under what its delivery is known: id of the message or of the pressed button, or the agent's token. */
  id: string;
  /** When its first delivery began. */
  sentAt: number;
  /** When a delivery was acknowledged; undefined until then. */
  ackedAt?: number;
  /** It will not be delivered again: refused for good, or given up. */
  lost?: string;
}

/** Everything that was sent to the connector. */
export interface Ledger {
  readonly deeds: readonly Deed[];
  /** Deliveries that were not acknowledged and came again. */
  readonly refusals: { answered: number; unanswered: number };
  add(deed: Omit<Deed, 'sentAt'>): Deed;
  /** Deliveries that have not ended. */
  waiting(): number;
  onSmooch(delivery: Delivery): void;
  onDesk(delivery: DeskDelivery): void;
}

export function createLedger(): Ledger {
  const deeds: Deed[] = [];
  const byId = new Map<string, Deed>();
  const refusals = { answered: 0, unanswered: 0 };

  function settle(ids: readonly string[], { attempts, state }: Pick<Delivery, 'attempts' | 'state'> | DeskDelivery) {
    const failed = attempts.filter(({ status }) => status === undefined || status >= 300);
    refusals.answered += failed.filter(({ status }) => status !== undefined).length;
    refusals.unanswered += failed.filter(({ status }) => status === undefined).length;
    const first = attempts[0];
    const last = attempts.at(-1);
    for (const deed of ids.flatMap((id) => byId.get(id) ?? [])) {
      deed.sentAt = Math.min(deed.sentAt, first?.at ?? Number.POSITIVE_INFINITY);
      if (state !== 'delivered')
        deed.lost = `${state} after ${attempts.length} attempts, ${last?.status ?? last?.error}`;
      else if (last) deed.ackedAt = Math.min(deed.ackedAt ?? Number.POSITIVE_INFINITY, last.at + last.durationMs);
    }
  }

  return {
    deeds,
    refusals,
    add(wanted) {
      const deed = { ...wanted, sentAt: Number.POSITIVE_INFINITY };
      deeds.push(deed);
      byId.set(deed.id, deed);
      return deed;
    },
    waiting: () => deeds.filter(({ ackedAt, lost }) => ackedAt === undefined && lost === undefined).length,
    onSmooch(delivery) {
      if (delivery.trigger === 'message:appUser') return settle(delivery.messageIds, delivery);
      if (delivery.trigger === 'postback') settle([pressedButton(delivery.body)], delivery);
    },
    onDesk(delivery) {
      if (delivery.trigger !== 'messages:new') return;
      const token = deskToken(delivery.body);
      if (token !== undefined) settle([token], delivery);
    },
  };
}

function pressedButton(body: string): string {
  const { postbacks } = JSON.parse(body) as { postbacks: { action: { _id: string } }[] };
  return postbacks[0]?.action._id ?? '';
}

/** What users say to an agent comes back as an event of the desk, too: only tokens of agents are theirs. */
function deskToken(body: string): string | undefined {
  const token = tokenIn(body);
  return token?.startsWith('g') ? token : undefined;
}
