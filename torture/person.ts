import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedUser } from '../sandbox/smooch/control/simulated-user.ts';
import type { WireMessage } from '../sandbox/smooch/v1/wire.ts';
import type { Inbox } from './inbox.ts';
import { ANSWERS, COLOURS, type Topic } from './knowledge.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { tokenIn, userToken } from './tokens.ts';

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

/** How long somebody waits for an answer before going on with something else. */
const PATIENCE_MS = 25_000;
const BURST_TOPICS: readonly Topic[] = ['three', 'single', 'single', 'picture', 'three', 'rated'];

/** One user with a life of so many events; every step of it comes from its random numbers, and from what it is shown. */
export async function livePerson(parts: PersonParts, events: number): Promise<void> {
  const { random, stopping } = parts;
  const person = createPerson(parts);
  while (person.done() < events && !stopping.aborted) {
    const scene = random.weighted({ burst: 45, choose: 18, rate: 15, media: 7, agent: 15 });
    await person[scene]();
    if (!stopping.aborted) await delay(random.int(500, 6_000), undefined, { signal: stopping }).catch(() => {});
  }
}

function createPerson(parts: PersonParts) {
  const { user, number, random, inbox, ledger, stopping } = parts;
  let count = 0;
  const newToken = (): string => userToken(number, ++count);
  const wait = (like: (message: WireMessage) => boolean) =>
    stopping.aborted ? Promise.resolve(undefined) : inbox.next(user.id, like, PATIENCE_MS);
  const pause = (from: number, to: number) => delay(random.int(from, to));

  /** Says something to the bot. */
  function ask(topic: Topic): string {
    const token = newToken();
    const { _id: id } = user.say(`${topic} ${token}`);
    ledger.add({ kind: 'ask', user: user.id, token, id, parts: ANSWERS[topic].map((part) => `${part}:${token}`) });
    return token;
  }

  function press(message: WireMessage, button: number): string {
    user.click(message._id, button);
    return message.actions?.[button]?._id ?? '';
  }

  return {
    done: () => count,
    async burst() {
      for (let left = random.int(1, 4); left > 0; left--) {
        ask(random.pick(BURST_TOPICS));
        await pause(0, 400);
      }
    },
    async choose() {
      const question = wait(({ actions }) => actions?.some(({ payload }) => payload?.includes('option')) ?? false);
      const token = ask('choose');
      const shown = await question;
      const index = shown?.actions?.findIndex(({ payload }) => payload?.includes(token)) ?? -1;
      if (shown === undefined || index < 0) return;
      const button = random.int(0, COLOURS.length - 1);
      const answer = wait(({ text }) => text?.includes(token) ?? false);
      const colour = `${COLOURS[button]}:${token}`;
      ledger.add({ kind: 'option', user: user.id, token, id: press(shown, button), parts: [colour] });
      count++;
      await answer;
    },
    async rate() {
      const question = wait(({ actions }) => actions?.some(({ payload }) => payload?.includes('ratingData')) ?? false);
      ask('rated');
      const shown = await question;
      if (shown === undefined) return;
      const bad = random.chance(0.5);
      const reaction = wait(({ text }) => /tell us why|Thanks/.test(text ?? ''));
      press(shown, bad ? 1 : 0);
      const clicked = user.messages.at(-1)!.message;
      const code = /"code":"([^"]+)"/.exec(clicked.payload ?? '')?.[1] ?? '';
      ledger.add({ kind: 'rate', user: user.id, token: code, id: clicked._id, parts: [] });
      count++;
      if (!(await reaction)?.text?.includes('why')) return;
      const token = newToken();
      const { _id: id } = user.say(`Comment ${token}`);
      ledger.add({ kind: 'comment', user: user.id, token, id, parts: [] });
    },
    async media() {
      const token = newToken();
      const { _id: id } = user.sendImage(parts.picture(`photo-${token}.png`), { caption: `single ${token}` });
      ledger.add({ kind: 'media', user: user.id, token, id, parts: [`Only:${token}`, `Nothing:${token}`] });
      await pause(0, 500);
    },
    async agent() {
      const offer = wait(({ actions }) => actions?.some(({ payload }) => payload?.includes('escalateOption')) ?? false);
      ask('human');
      const shown = await offer;
      if (shown === undefined) return;
      const joined = wait(({ text }) => /has joined|error joining|No agents/.test(text ?? ''));
      ledger.add({ kind: 'agent-yes', user: user.id, token: '', id: press(shown, 0), parts: [] });
      count++;
      if (!(await joined)?.text?.includes('has joined')) return;
      const closed = wait(({ text }) => text?.includes('Chat closed') ?? false);
      for (let left = random.int(2, 4); left > 0; left--) {
        await talk();
        await pause(50, 1_200);
      }
      await closed;
    },
  };

  /** Says or shows something to the agent, and mostly waits for the answer. */
  async function talk(): Promise<void> {
    const token = newToken();
    const answer = random.chance(0.6)
      ? wait(({ text, mediaUrl }) => tokenIn(`${text}${mediaUrl}`)?.[0] === 'g')
      : undefined;
    if (random.chance(0.35)) {
      const { _id: id } = user.sendImage(parts.picture(`photo-${token}.png`));
      ledger.add({ kind: 'picture', user: user.id, token, id, parts: [] });
    } else {
      const { _id: id } = user.say(`note ${token}`);
      ledger.add({ kind: 'note', user: user.id, token, id, parts: [] });
    }
    await answer;
  }
}
