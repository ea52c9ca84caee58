import { describe, expect, type TestContext, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import type { WireMessage } from '../../sandbox/smooch/v1/wire.ts';
import { envelopeOf } from '../support/smooch-bodies.ts';
import type { StandOptions } from '../support/stand.ts';
import { SORRY, startTurnStand, type TurnStand } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';

const IMAGE = 'https://media.example.com/bike.png';
const contents = [
  { title: 'Soup', answer: ['Tomato.', 'Hot.'] },
  { title: 'Picture', answer: `<img src="${IMAGE}">` },
  { title: 'Album', answer: `<img src="${IMAGE}"><p>Nice?</p>` },
  {
    title: 'Colours',
    options: {
      question: 'Which colour?',
      choices: [
        { label: 'Red', answer: 'Like a rose.' },
        { label: 'Blue', answer: 'Sea.' },
      ],
    },
  },
];
const start = (context: TestContext, options: StandOptions = {}): Promise<TurnStand> =>
  startTurnStand(context, { chatbot: { knowledge: { contents } }, ...options });

const activities = (stand: TurnStand) =>
  stand.calls('smooch', 'activity').map(({ body }) => (body as { type: string }).type);

describe.concurrent('typing', () => {
  test('is shown at once, before the bot answers', async (context) => {
    const stand = await start(context);
    const { faults } = stand.chatbot.control;
    const held = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    stand.user().say('soup');
    await stand.smooch.control.journal.waitFor({ endpoint: 'activity', bodyIncludes: 'typing:start' });
    faults.release(held);
    await stand.idle();
    expect(activities(stand)).toEqual(['typing:start']);
  });

  test('is never waited for, and a call still in flight is cancelled by the first message', async (context) => {
    const stand = await start(context);
    const { faults, journal } = stand.smooch.control;
    faults.add({ endpoint: 'activity', effect: { kind: 'timeout' }, times: 'always' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.', 'Hot.']);
    // Smooch would have 15 s to answer.
    const [cancelled] = await journal.waitFor({ endpoint: 'activity', finished: true }, { timeoutMs: 5_000 });
    expect(cancelled?.status).toBe(0);
    expect(activities(stand)).toEqual(['typing:start']);
  });

  test('ends with a turn that sends nothing', async (context) => {
    const stand = await start(context, { hooks: { beforeBot: () => ({ reply: [] }) } });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([]);
    await stand.smooch.control.journal.waitFor({ endpoint: 'activity' }, { count: 2 });
    expect(activities(stand)).toEqual(['typing:start', 'typing:stop']);
  });

  test('ends with a turn whose only message was refused', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 403 } });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([]);
    await stand.smooch.control.journal.waitFor({ endpoint: 'activity' }, { count: 2 });
    expect(activities(stand)).toEqual(['typing:start', 'typing:stop']);
  });
});

describe.concurrent('every message', () => {
  const marksOf = (messages: WireMessage[]) => messages.map(({ metadata }) => metadata?.connector_step);

  test('carries the event and its number in it', async (context) => {
    const stand = await start(context, { conversation: { content_ratings: { enabled: true } } });
    const user = stand.user();
    await stand.ask(user, 'soup');
    await stand.ask(user, 'colours');
    const marks = marksOf(user.received).map(String);
    expect(marks).toHaveLength(4);
    const [event] = marks[0]!.split('.');
    expect(marks.slice(0, 3)).toEqual([`${event}.0`, `${event}.1`, `${event}.2`]);
    expect(marks[3]).toMatch(/^.+\.0$/);
    expect(new Set(marks).size).toBe(4);
  });

  test('carries it when it goes out as text, and as an error', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    const { faults } = stand.smooch.control;
    faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 400 } });
    await stand.ask(user, 'colours');
    stand.chatbot.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 400 } });
    expect(await stand.ask(user, 'soup')).toEqual(['Which colour?\n1) Red\n2) Blue', SORRY]);
    for (const mark of marksOf(user.received)) expect(mark).toEqual(expect.any(String));
  });

  test('carries it also as the apology for an event that was parked', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 413 } });
    expect(await stand.ask(user, 'soup')).toEqual([SORRY]);
    expect(marksOf(user.received)).toEqual([expect.any(String)]);
  });
});

describe.concurrent('the message behind an image', () => {
  /** Channels tell nothing by themselves. */
  const startSilent = async (context: TestContext, mediaPauseMs: number): Promise<TurnStand> => {
    const stand = await start(context, { smooch: { media_pause_ms: mediaPauseMs } });
    stand.smooch.control.deliveryEvents.settings.enabled = false;
    return stand;
  };
  const tellDelivery = async (stand: TurnStand, user: SimulatedUser, messageId: string) => {
    const body = envelopeOf(user, 'message:delivery:channel', {
      message: { _id: messageId },
      destination: { type: 'web' },
      isFinalEvent: false,
    });
    expect(await stand.smooch.control.sendRaw(JSON.stringify(body))).toMatchObject({ status: 200 });
  };
  const pauses = (user: SimulatedUser) => {
    const times = user.received.map(({ received }) => received * 1000);
    return times.slice(1).map((time, index) => time - times[index]!);
  };

  test('goes out at its delivery event', async (context) => {
    const stand = await startSilent(context, 60_000);
    const user = stand.user();
    user.say('album');
    const [image] = await stand.smooch.control.waitForMessages(user.id, 1);
    await tellDelivery(stand, user, image!._id);
    await stand.smooch.control.waitForMessages(user.id, 2);
    expect(stand.texts(user)).toEqual([expect.anything(), 'Nice?']);
  });

  test('does not wait when the image was delivered before', async (context) => {
    const stand = await startSilent(context, 60_000);
    const user = stand.user();
    await stand.ask(user, 'picture');
    await tellDelivery(stand, user, user.received[0]!._id);
    await stand.ask(user, 'soup');
    expect(stand.texts(user).slice(1)).toEqual(['Tomato.', 'Hot.']);
  });

  test('goes out after a while when the channel tells nothing', async (context) => {
    const stand = await startSilent(context, 1_000);
    const user = stand.user();
    await stand.ask(user, 'album');
    expect(stand.texts(user)).toHaveLength(2);
    // The connector counts from when it learned that the image was taken; timers may be a little early.
    expect(pauses(user)[0]).toBeGreaterThan(990);
  });

  test('waits also when it belongs to a later turn', async (context) => {
    const stand = await startSilent(context, 2_000);
    const user = stand.user();
    await stand.ask(user, 'picture');
    await stand.ask(user, 'soup');
    expect(stand.texts(user).slice(1)).toEqual(['Tomato.', 'Hot.']);
    expect(pauses(user)[0]).toBeGreaterThan(1_990);
  });

  test('does not wait when the while is over, also after a restart', async (context) => {
    const stand = await startSilent(context, 60_000);
    const user = stand.user();
    await stand.ask(user, 'picture');
    await stand.restart();
    stand.clock.advance(60_000);
    await stand.ask(user, 'soup');
    expect(stand.texts(user).slice(1)).toEqual(['Tomato.', 'Hot.']);
  });

  test('does not wait where that is switched off', async (context) => {
    const stand = await startSilent(context, 0);
    const user = stand.user();
    await stand.ask(user, 'album');
    expect(stand.texts(user)).toHaveLength(2);
    expect(stand.logged('a turn waits')).toEqual([]);
  });

  test('holds up nobody else', async (context) => {
    const stand = await start(context, { server: { concurrency: 1 }, smooch: { media_pause_ms: 4_000 } });
    stand.smooch.control.deliveryEvents.settings.enabled = false;
    const [waiting, other] = [stand.user(), stand.user()];
    waiting.say('album');
    await stand.smooch.control.waitForMessages(waiting.id, 1);
    await stand.exchange(other, 'soup', 2);
    expect(waiting.received).toHaveLength(1);
    await waitUntil('the text follows', () => waiting.received.length === 2);
  });
});
