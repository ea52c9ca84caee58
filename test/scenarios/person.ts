import type { TrackedEvent } from '../../sandbox/chatbot/api/tracking.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import type { UserAction } from '../../sandbox/smooch/control/user-action.ts';
import type { WireMessage } from '../../sandbox/smooch/v1/wire.ts';
import type { Stand } from '../support/stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { drawMessage } from './draw-message.ts';

/** Somebody on a channel. What they do resolves, when the turn it begins has ended, with the messages that came of it. */
export interface Person {
  readonly user: SimulatedUser;
  says(text: string): Promise<string[]>;
  /** Presses the button of the newest message that has one with this label, in full or as it is shown. */
  presses(label: string): Promise<string[]>;
  /** Presses a button that is not in the conversation any more, or never was. */
  pressesForged(payload: unknown, label?: string): Promise<string[]>;
  /** Taps a quick reply that is not in the conversation any more, or never was. */
  tapsForged(payload: unknown, label: string): Promise<string[]>;
  /** @param turns how many turns it begins; default 1 */
  does(action: UserAction, turns?: number): Promise<string[]>;
  /** What the newest button with this label carries, read as JSON. */
  payload(label: string): unknown;
  /** The messages of the last turn as Smooch took them. */
  readonly messages: WireMessage[];
  /** What the bot was asked in the last turn. */
  readonly asked: unknown[];
  /** What was tracked in the last turn. */
  readonly tracked: Pick<TrackedEvent, 'type' | 'data'>[];
  /** Everything received so far. */
  seen(): string[];
  /** Resolves when the connector has acknowledged this many things that this person did since the beginning. */
  acknowledged(events: number): Promise<void>;
  /** Resolves when this many turns of this person have ended since the beginning. */
  ended(turns: number): Promise<void>;
}

/** @param stand what the person's messages go through; nobody else may be active on it meanwhile */
export function createPerson(stand: Stand, platform: string): Person {
  const user = stand.smooch.control.createUser({ platform });
  const { journal } = stand.chatbot.control;
  let turns = 0;
  let before = { messages: 0, calls: 0, events: 0 };

  const countTurns = () => stand.log.filter(({ msg, lane }) => msg === 'turn' && String(lane).endsWith(user.id)).length;
  const ended = (count: number) => waitUntil(`turn ${count} of this person has ended`, () => countTurns() >= count);
  const acknowledged = (count: number) =>
    waitUntil(`${count} events are acknowledged`, () => {
      const { log } = stand.smooch.control.webhooks;
      const done = log.list({ userId: user.id, state: 'delivered' });
      return done.filter(({ trigger }) => !trigger.startsWith('message:delivery:')).length >= count;
    });
  const does = async (action: UserAction, begins = 1) => {
    before = {
      messages: user.received.length,
      calls: journal.listRaw({ limit: 1 })[0]?.number ?? 0,
      events: stand.chatbot.control.events().length,
    };
    turns = Math.max(turns, countTurns()) + begins;
    user.act(action);
    await ended(turns);
    return user.received.slice(before.messages).map(drawMessage);
  };
  const find = (label: string) => {
    for (const message of user.received.toReversed()) {
      const action = message.actions?.find(({ text, metadata }) => text === label || metadata?.label === label);
      if (action !== undefined) return { message, action };
    }
    throw new Error(`No button "${label}" in ${JSON.stringify(user.received.map(drawMessage))}`);
  };
  const toText = (payload: unknown) => (typeof payload === 'string' ? payload : JSON.stringify(payload));

  return {
    user,
    does,
    acknowledged,
    ended,
    says: (text) => does({ do: 'text', text }),
    presses(label) {
      const { message, action } = find(label);
      return does({ do: 'click', messageId: message._id, button: message.actions?.indexOf(action) ?? 0 });
    },
    pressesForged: (payload, text) => does({ do: 'menu', payload: toText(payload), text }),
    tapsForged: (payload, text) => does({ do: 'text', text, payload: toText(payload) }),
    payload: (label) => JSON.parse(find(label).action.payload ?? '') as unknown,
    get messages() {
      return user.received.slice(before.messages);
    },
    get asked() {
      return journal.listRaw({ endpoint: 'message', after: before.calls }).map(({ body }) => body);
    },
    get tracked() {
      const events = stand.chatbot.control.events().slice(before.events);
      return events.map(({ type, data }) => ({ type, data }));
    },
    seen: () => user.received.map(drawMessage),
  };
}
