import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedUser } from '../sandbox/smooch/control/simulated-user.ts';
import type { WireMessage } from '../sandbox/smooch/v1/wire.ts';
import type { Inbox } from './inbox.ts';
import { ANSWERS, COLOURS, type Topic } from './knowledge.ts';
import type { Deed, Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { talkToAgent } from './talk-to-agent.ts';
import { userToken } from './tokens.ts';

export interface PersonParts {
  user: SimulatedUser;
  number: number;
  random: Random;
  inbox: Inbox;
  ledger: Ledger;
  /** Serves a picture under a name and returns its address. */
  picture(name: string): string;
  stopping: AbortSignal;
}

/** What a user can do by himself. Everything he does is written into the ledger. */
export interface Person extends Pick<PersonParts, 'random' | 'picture'> {
  user: SimulatedUser;
  newToken(): string;
  /** How many events he has caused. */
  done(): number;
  note(deed: Pick<Deed, 'kind' | 'token' | 'id'> & { parts?: string[] }): void;
  /** Says something to the bot. @returns its token */
  ask(topic: Topic): string;
  /** Presses a button of a message. @returns the button's id */
  press(message: WireMessage, button: number): string;
  /** The next message like that; undefined when it does not come, or everybody goes. */
  wait(like: (message: WireMessage) => boolean): Promise<WireMessage | undefined>;
  pause(fromMs: number, toMs: number): Promise<void>;
}

/** How long somebody waits for an answer before going on with something else. */
const PATIENCE_MS = 25_000;
const SHORTEST_PAUSE_MS = 500;
const BURST_TOPICS: readonly Topic[] = ['three', 'single', 'single', 'picture', 'three', 'rated'];

/** One user with a life of so many events; every step of it comes from its random numbers, and from what it is shown. */
export async function livePerson(parts: PersonParts, life: { events: number; pauseMs: number }): Promise<void> {
  const { random, stopping } = parts;
  const person = createPerson(parts);
  const scenes = { burst, choose, rate, media, agent: talkToAgent };
  while (person.done() < life.events && !stopping.aborted) {
    await scenes[random.weighted({ burst: 45, choose: 18, rate: 15, media: 7, agent: 15 })](person);
    const rest = random.int(SHORTEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, life.pauseMs));
    if (!stopping.aborted) await delay(rest, undefined, { signal: stopping }).catch(() => {});
  }
}

function createPerson({ user, number, random, inbox, ledger, picture, stopping }: PersonParts): Person {
  let tokens = 0;
  let deeds = 0;
  const newToken = (): string => userToken(number, ++tokens);
  const note: Person['note'] = ({ parts = [], ...deed }) => {
    deeds++;
    ledger.add({ ...deed, parts, user: user.id });
  };
  return {
    user,
    random,
    picture,
    newToken,
    note,
    done: () => deeds,
    ask(topic) {
      const token = newToken();
      const { _id: id } = user.say(`${topic} ${token}`);
      note({ kind: 'ask', token, id, parts: ANSWERS[topic].map((part) => `${part}:${token}`) });
      return token;
    },
    press(message, button) {
      user.click(message._id, button);
      return message.actions?.[button]?._id ?? '';
    },
    wait: (like) => (stopping.aborted ? Promise.resolve(undefined) : inbox.next(user.id, like, PATIENCE_MS)),
    pause: (fromMs, toMs) => delay(random.int(fromMs, toMs)),
  };
}

/** Whether a message has a button with such a payload. */
export function offers({ actions }: WireMessage, payload: string): boolean {
  return actions?.some((action) => action.payload?.includes(payload)) ?? false;
}

/** Several questions, one soon after the other. */
async function burst({ random, ask, pause }: Person): Promise<void> {
  for (let left = random.int(1, 4); left > 0; left--) {
    ask(random.pick(BURST_TOPICS));
    await pause(0, 400);
  }
}

/** A question with buttons, and a press of one. */
async function choose({ random, ask, wait, press, note }: Person): Promise<void> {
  const question = wait((message) => offers(message, '"option"'));
  const token = ask('choose');
  const shown = await question;
  if (shown === undefined || !offers(shown, token)) return;
  const button = random.int(0, COLOURS.length - 1);
  const answer = wait(({ text }) => text?.includes(token) ?? false);
  note({ kind: 'option', token, id: press(shown, button), parts: [`${COLOURS[button]}:${token}`] });
  await answer;
}

/** An answer, its rating, and sometimes the reason. */
async function rate({ user, random, ask, wait, press, note, newToken }: Person): Promise<void> {
  const question = wait((message) => offers(message, 'ratingData'));
  ask('rated');
  const shown = await question;
  if (shown === undefined) return;
  const reaction = wait(({ text }) => /tell us why|Thanks/.test(text ?? ''));
  press(shown, random.chance(0.5) ? 1 : 0);
  const clicked = user.messages.at(-1)!.message;
  const code = /"code":"([^"]+)"/.exec(clicked.payload ?? '')?.[1] ?? '';
  note({ kind: 'rate', token: code, id: clicked._id });
  if (!(await reaction)?.text?.includes('why')) return;
  const token = newToken();
  note({ kind: 'comment', token, id: user.say(`Comment ${token}`)._id });
}

/** A picture with a caption, for the bot. */
async function media({ user, newToken, picture, note, pause }: Person): Promise<void> {
  const token = newToken();
  const { _id: id } = user.sendImage(picture(`photo-${token}.png`), { caption: `single ${token}` });
  note({ kind: 'media', token, id, parts: [`Only:${token}`, `Nothing:${token}`] });
  await pause(0, 500);
}
