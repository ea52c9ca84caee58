import { describe, expect, type TestContext, test } from 'vitest';
import { timesHeard } from '../support/bot-record.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import type { StandOptions } from '../support/stand.ts';
import { TOO_SLOW } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { answersTo, fourAnswers } from './four-answers.ts';

async function start({ onTestFinished }: TestContext, options: StandOptions = {}): Promise<ProcessStand> {
  const contents = ['slow', 'later', 'early', 'other'].flatMap(fourAnswers);
  const stand = await startProcessStand({ chatbot: { knowledge: { contents } }, ...options });
  onTestFinished(() => stand.stop());
  return stand;
}

/** A user whose question the bot does not answer before it is released. */
async function askSlowly(stand: ProcessStand) {
  const { faults, journal } = stand.chatbot.control;
  const user = stand.user();
  const hold = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
  user.say('slow');
  await journal.waitFor({ endpoint: 'message' });
  return { user, release: () => faults.release(hold) };
}

const readiness = async ({ connector }: ProcessStand) => (await fetch(`${connector.url}/readyz`)).status;
const isStopping = (stand: ProcessStand) =>
  waitUntil('it is not ready any more', async () => (await readiness(stand)) === 503);
const isStored = ({ smooch }: ProcessStand, userId: string) =>
  waitUntil('the webhook is answered', () =>
    smooch.control.webhooks.log.list({ userId }).every(({ attempts }) => attempts.at(-1)?.status === 200),
  );
const allDone = ({ connector }: ProcessStand) =>
  waitUntil('all is done', async () => (await connector.openEvents()) === 0);

describe.concurrent('asked to end', () => {
  test.for(['SIGTERM', 'SIGINT'] as const)(
    'by %s it takes webhooks while a turn runs, begins no other turn, lets that one end, and exits with 0',
    async (signal, context) => {
      const stand = await start(context, { server: { concurrency: 1 } });
      const { user, release } = await askSlowly(stand);
      const early = stand.user();
      early.say('early');
      await isStored(stand, early.id);
      const exited = stand.connector.kill(signal);
      await isStopping(stand);
      const other = stand.user();
      other.say('other');
      user.say('later');
      await isStored(stand, other.id);
      await isStored(stand, user.id);
      release();
      expect(await exited).toEqual({ code: 0, signal: null });
      expect(stand.texts(user)).toEqual(answersTo('slow'));
      for (const waiting of [early, other]) expect(stand.texts(waiting)).toEqual([]);
      const { journal } = stand.chatbot.control;
      expect(journal.listRaw({ endpoint: 'conversation' })).toHaveLength(1);
      expect(journal.listRaw({ endpoint: 'message' })).toHaveLength(1);

      await stand.connector.restart();
      await allDone(stand);
      expect(stand.texts(user)).toEqual([...answersTo('slow'), ...answersTo('later')]);
      expect(stand.texts(early)).toEqual(answersTo('early'));
      expect(stand.texts(other)).toEqual(answersTo('other'));
      for (const text of ['slow', 'later', 'early', 'other']) expect(await timesHeard(stand.chatbot, text)).toBe(1);
    },
  );

  test('with nothing to do it ends at once', async (context) => {
    const stand = await start(context);
    expect(await stand.connector.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(stand.log().map(({ msg }) => msg)).toContain('stopped');
  });

  test('twice it ends at once, and nothing is lost', async (context) => {
    const stand = await start(context);
    const { user, release } = await askSlowly(stand);
    void stand.connector.kill('SIGTERM');
    await isStopping(stand);
    expect(await stand.connector.kill('SIGTERM')).toEqual({ code: 1, signal: null });
    expect(stand.texts(user)).toEqual([]);
    release();
    await stand.connector.restart();
    await allDone(stand);
    expect(stand.texts(user)).toEqual(answersTo('slow'));
    expect(await timesHeard(stand.chatbot, 'slow')).toBe(1);
  });

  test('it stops a turn between two steps after 30 s, and goes on there after the next start', async (context) => {
    // The bot gives up after those 30 seconds.
    const stand = await start(context, { server: { timeouts: { bot_ms: 32_000 } } });
    const { user } = await askSlowly(stand);
    expect(await stand.connector.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(stand.texts(user)).toEqual([]);
    await stand.connector.restart();
    await allDone(stand);
    expect(stand.texts(user)).toEqual([TOO_SLOW]);
    expect(stand.chatbot.control.journal.listRaw({ endpoint: 'message' })).toHaveLength(1);
  }, 60_000);
});
