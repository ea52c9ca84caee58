import { Agent } from 'undici';
import { postWebhook } from './post-webhook.ts';
import { percentile } from './statistics.ts';

/** What is to be sent, and by whom. */
export interface LoadOrder {
  /** Origins of the connector's instances, or of what it is compared with; posted to in turn. */
  targets: readonly string[];
  userIds: string[];
  /** The users begin spread over so many milliseconds: people who do not know each other do not march in step. */
  spreadMs: number;
  /** Ends by itself after this many turns of all users together. */
  mostTurns?: number;
  /** Each user stops after this many turns. */
  turnsOfEach?: number;
  /** So many users talk at once: the next one begins when another has had its turns. Without it: all of them. */
  atOnce?: number;
}

/** What happened since the last look. */
export interface LoadCounts {
  /** Monotonic clock, milliseconds. */
  at: number;
  acknowledged: number;
  turns: number;
  /** Webhooks that were not answered with 200. */
  refused: number;
  /** Replies with another text than the bot's answer. */
  wrong: number;
  /** Webhook to reply, milliseconds. */
  reply: { p50: number; p99: number };
  /** The fewest turns of one user since `begin`. */
  fewestOfAUser: number;
  /** Users that wait for a reply. */
  waiting: number;
}

interface UserState {
  turns: number;
  onReply: (() => void) | undefined;
}

/** A pause after a refused webhook, so that a broken target is not stormed. */
const AFTER_REFUSAL_MS = 100;

/** Users at once; each sends a webhook, waits for the reply, then sends the next. */
export function createLoad() {
  const agent = new Agent({ connections: 1024, pipelining: 1 });
  let users = new Map<string, UserState>();
  let running = false;
  let left = Number.POSITIVE_INFINITY;
  let posted = 0;
  let replyMs: number[] = [];
  let counted = { acknowledged: 0, refused: 0, wrong: 0 };

  async function runUser({ targets, turnsOfEach }: LoadOrder, userId: string, user: UserState): Promise<void> {
    while (running && left > 0 && user.turns < (turnsOfEach ?? Number.POSITIVE_INFINITY)) {
      left -= 1;
      const sentAt = performance.now();
      const replied = new Promise<void>((resolve) => {
        user.onReply = resolve;
      });
      if ((await postWebhook(agent, targets[posted++ % targets.length]!, userId)) === 200) {
        counted.acknowledged += 1;
        await replied;
        replyMs.push(performance.now() - sentAt);
        user.turns += 1;
      } else {
        counted.refused += 1;
        user.onReply = undefined;
        await new Promise((resolve) => setTimeout(resolve, AFTER_REFUSAL_MS));
      }
    }
  }

  function reply(userId: string): void {
    const user = users.get(userId);
    const onReply = user?.onReply;
    if (user === undefined || onReply === undefined) return;
    user.onReply = undefined;
    onReply();
  }

  const waiting = () => [...users.values()].filter((user) => user.onReply !== undefined).length;

  return {
    reply,
    wrongReply(userId: string): void {
      counted.wrong += 1;
      reply(userId);
    },
    begin(order: LoadOrder): void {
      const { userIds, mostTurns } = order;
      const begun = new Map(userIds.map((id): [string, UserState] => [id, { turns: 0, onReply: undefined }]));
      users = begun;
      running = true;
      left = mostTurns ?? Number.POSITIVE_INFINITY;
      const run = async ([id, user]: [string, UserState]) => {
        if (users === begun) await runUser(order, id, user);
      };
      startInTurn([...begun], order, run);
    },
    counts(): LoadCounts {
      const counts = {
        at: performance.now(),
        turns: replyMs.length,
        ...counted,
        reply: { p50: percentile(replyMs, 50), p99: percentile(replyMs, 99) },
        fewestOfAUser: Math.min(...[...users.values()].map((user) => user.turns)),
        waiting: waiting(),
      };
      replyMs = [];
      counted = { acknowledged: 0, refused: 0, wrong: 0 };
      return counts;
    },
    /** Nobody sends any more; resolves with the number of users whose reply has not come within `waitMs`. */
    async end(waitMs: number): Promise<number> {
      running = false;
      const deadline = performance.now() + waitMs;
      while (waiting() > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
      return waiting();
    },
  };
}

/** Runs all of them, `atOnce` at the same time, which begin spread over `spreadMs`. */
function startInTurn<T>(all: readonly T[], { atOnce, spreadMs }: LoadOrder, run: (one: T) => Promise<void>): void {
  const runners = Math.min(atOnce ?? all.length, all.length);
  let begun = 0;
  const runNext = async () => {
    while (begun < all.length) await run(all[begun++]!);
  };
  for (let index = 0; index < runners; index++) setTimeout(runNext, (spreadMs * index) / runners);
}
