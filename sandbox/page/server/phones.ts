import type { SimulatedUser } from '../../smooch/control/simulated-user.ts';
import type { SmoochControl } from '../../smooch/control/smooch-control.ts';
import type { Phone } from '../protocol/page-protocol.ts';

/** The simulated users that stand on the page. */
export interface Phones {
  /** In the order they were opened. Users who are gone, or went on on another channel, are told as they are now. */
  list(): Phone[];
  /** A new user on a channel, named as Smooch names it. @param name default: one that no other phone has */
  open(channel: string, name?: string): Phone;
  /** The same for a scenario, to play on. */
  openForScenario(channel: string): Phone;
  /** Puts a user who exists already on the page. */
  show(user: SimulatedUser, name: string): Phone;
  /** Takes a phone off the page; its user and the conversation stay. False when there is none. */
  close(userId: string): boolean;
  /** Does so with all that scenarios opened. @param but one that stays. */
  closePlayed(but: string | undefined): void;
}

const NAMES = ['Ana', 'Ben', 'Carmen', 'David', 'Elena', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam'];

export function createPhones(control: SmoochControl): Phones {
  const phones = new Map<string, Omit<Phone, 'channel'>>();

  function list(): Phone[] {
    return [...phones.values()].flatMap((phone) => {
      const user = userOf(control, phone.userId);
      return user === undefined ? [] : [{ ...phone, channel: user.platform }];
    });
  }

  function freeName(): string {
    const taken = new Set([...phones.values()].map(({ name }) => name));
    return NAMES.find((name) => !taken.has(name)) ?? `User ${phones.size + 1}`;
  }

  function show(user: SimulatedUser, name: string, more: Pick<Phone, 'played'> = {}): Phone {
    const phone = { userId: user.id, name, openedAt: Date.now(), ...more };
    phones.set(user.id, phone);
    return { ...phone, channel: user.platform };
  }

  const create = (channel: string, name: string): SimulatedUser =>
    control.createUser({ platform: channel, givenName: name });

  return {
    list,
    open: (channel, name = freeName()) => show(create(channel, name), name),
    openForScenario(channel) {
      const name = freeName();
      return show(create(channel, name), name, { played: true });
    },
    show: (user, name) => show(user, name),
    close: (userId) => phones.delete(userId),
    closePlayed(but) {
      for (const { userId, played } of phones.values()) if (played && userId !== but) phones.delete(userId);
    },
  };
}

/** Undefined for a user who was deleted, or became one with another. */
function userOf(control: SmoochControl, id: string): SimulatedUser | undefined {
  try {
    return control.user(id);
  } catch {
    return undefined;
  }
}
