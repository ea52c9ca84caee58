import { expect, test } from 'vitest';
import { startDeskStand } from '../support/desk-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { CHAT_CLOSED, HELLO } from './phrases.ts';
import { visitorOf } from './visitor.ts';

/** One turn runs at a time, Ana chats with Carla, and Ben's question to the bot holds everybody up. */
async function start() {
  const stand = await startDeskStand({ server: { concurrency: 1 } });
  const [ana, ben] = [visitorOf(stand), visitorOf(stand)];
  const { id } = await ana.meetsCarla();
  // The chat's status has just been read: for ten seconds the connector believes that it is on.
  await ana.says('first');
  const { faults, journal } = stand.chatbot.control;
  const holdUp = async () => {
    const held = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    ben.user.say('hello');
    await journal.waitFor({ endpoint: 'message', finished: false });
    return () => void faults.release(held);
  };
  const acknowledged = async () => {
    await stand.smooch.control.webhooks.idle();
    await stand.desk.control.webhooks.idle();
  };
  return { stand, ana, id, holdUp, acknowledged };
}

const readiness = async (url: string) => (await fetch(`${url}/readyz`)).status;

test('what a user writes after the end of the chat was acknowledged goes to the bot, however long the end waits', async () => {
  const { stand, ana, id, holdUp, acknowledged } = await start();
  const release = await holdUp();
  const shown = await ana.sees(async () => {
    stand.carla.close(id);
    await acknowledged();
    ana.user.say('hello');
    await acknowledged();
    release();
  });
  expect(shown).toEqual([CHAT_CLOSED, HELLO]);
  expect(ana.said()).toEqual(['first']);
});

test('so it is over a restart', async () => {
  const { stand, ana, id, holdUp, acknowledged } = await start();
  const release = await holdUp();
  const shown = await ana.sees(async () => {
    const restarted = stand.restart();
    await waitUntil('it is ending', async () => (await readiness(stand.connector.url)) === 503);
    stand.carla.close(id);
    await acknowledged();
    ana.user.say('hello');
    await acknowledged();
    release();
    await restarted;
  });
  expect(shown).toEqual([CHAT_CLOSED, HELLO]);
  expect(ana.said()).toEqual(['first']);
});

test('a text for the agent that had not begun when the connector ended is posted by the next one', async () => {
  const { stand, ana, holdUp, acknowledged } = await start();
  const release = await holdUp();
  const shown = await ana.sees(async () => {
    ana.user.say('second');
    await acknowledged();
    const restarted = stand.restart();
    await waitUntil('it is ending', async () => (await readiness(stand.connector.url)) === 503);
    release();
    await restarted;
  });
  expect(shown).toEqual([]);
  expect(ana.said()).toEqual(['first', 'second']);
});

test('so is one that the desk did not take yet, also when its time came meanwhile', async () => {
  const { stand, ana } = await start();
  const effect = { kind: 'respond', status: 503, headers: { 'retry-after': '6' } } as const;
  stand.desk.control.faults.add({ endpoint: 'message', effect });
  const shown = await ana.sees(async () => {
    ana.user.say('Hello');
    await waitUntil('the turn is put down', () => stand.logged('a turn waits').length > 0);
    const restarted = stand.restart();
    stand.clock.advance(7_000);
    await restarted;
  });
  expect(shown).toEqual([]);
  expect(ana.said()).toEqual(['first', 'Hello']);
});
