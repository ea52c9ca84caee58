import { describe, expect, type TestContext, test } from 'vitest';
import { timesHeard } from '../support/bot-record.ts';
import type { StandOptions } from '../support/stand.ts';
import { SORRY, startTurnStand, type TurnStand } from '../support/turn-stand.ts';

const MINUTE = 60_000;
const contents = [
  { title: 'Soup', answer: 'Tomato.' },
  {
    title: 'Colours',
    options: {
      question: 'Which colour?',
      choices: [
        { label: 'Red', answer: 'Like a rose.' },
        { label: 'Blue', answer: 'Like the sea.' },
      ],
    },
  },
  {
    title: 'Booking',
    form: {
      fields: [
        { variable: 'guests', prompt: 'How many are you?' },
        { variable: 'place', prompt: 'Where?', type: 'list' as const, values: ['Inside', 'Outside'] },
      ],
      done: 'Booked.',
    },
  },
];
const start = (context: TestContext, options: StandOptions = {}): Promise<TurnStand> =>
  startTurnStand(context, { chatbot: { knowledge: { variables: ['guests', 'place'], contents } }, ...options });

const opened = (stand: TurnStand) => stand.calls('chatbot', 'conversation').length;
const lastAsked = (stand: TurnStand) => stand.calls('chatbot', 'message').at(-1)?.body;

describe.concurrent('a session that the bot has forgotten', () => {
  test('is opened anew, and the same text is asked once more', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'soup');
    stand.chatbot.control.expireSessions();
    expect(await stand.ask(user, 'soup')).toEqual(['Tomato.', 'Tomato.']);
    expect(opened(stand)).toBe(2);
  });

  test('gets an option as its visible label', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'colours');
    stand.chatbot.control.expireSessions();
    user.click(user.received.at(-1)!._id, 'Blue');
    await stand.idle();
    expect(lastAsked(stand)).toEqual({ message: 'Blue' });
    expect(stand.texts(user).at(-1)).toBe('Like the sea.');
  });

  test('gets what was typed into a form as text', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'booking');
    stand.chatbot.control.expireSessions();
    await stand.ask(user, 'soup');
    expect(lastAsked(stand)).toEqual({ message: 'soup' });
    expect(stand.texts(user).at(-1)).toBe('Tomato.');
  });

  test('gets a value that was picked in a form as text', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'booking');
    await stand.ask(user, 'two');
    stand.chatbot.control.expireSessions();
    user.click(user.received.at(-1)!._id, 'Outside');
    await stand.idle();
    expect(lastAsked(stand)).toEqual({ message: 'Outside' });
    expect(stand.outcomes()).toEqual(['done', 'done', 'done']);
  });

  test('is opened anew for an event that is tracked', async (context) => {
    const stand = await start(context, { conversation: { content_ratings: { enabled: true } } });
    const user = stand.user();
    await stand.ask(user, 'soup');
    stand.chatbot.control.expireSessions();
    user.click(user.received.at(-1)!._id, 'Yes');
    await stand.idle();
    expect(stand.texts(user).at(-1)).toBe('Thanks!');
    expect(opened(stand)).toBe(2);
    expect(stand.calls('chatbot', 'tracking')).toHaveLength(2);
  });

  test('and forgets the new one at once is given up', async (context) => {
    const stand = await start(context);
    const expired = { errors: [{ code: 400, message: 'Session expired' }] };
    stand.chatbot.control.faults.add({
      endpoint: 'message',
      effect: { kind: 'respond', status: 400, body: expired },
      times: 'always',
    });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([SORRY]);
    expect(stand.calls('chatbot', 'message')).toHaveLength(2);
    expect(stand.outcomes()).toEqual(['apologised']);
  });

  test('is opened anew whatever the status is', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({
      endpoint: 'message',
      effect: { kind: 'respond', status: 200, body: { errors: [{ code: 400, message: 'Session expired' }] } },
    });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(opened(stand)).toBe(2);
  });
});

describe.concurrent('a session', () => {
  test('lasts as long as it is used', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    for (let question = 1; question <= 4; question += 1) {
      await stand.ask(user, 'soup');
      stand.clock.advance(20 * MINUTE);
    }
    expect(opened(stand)).toBe(1);
  });

  test('lasts as long as something is tracked in it', async (context) => {
    const stand = await start(context, { conversation: { content_ratings: { enabled: true } } });
    const user = stand.user();
    await stand.ask(user, 'soup');
    const question = user.received.at(-1)!._id;
    for (const rating of ['No', 'Yes']) {
      stand.clock.advance(20 * MINUTE);
      user.click(question, rating);
      await stand.idle();
    }
    stand.clock.advance(20 * MINUTE);
    await stand.ask(user, 'soup');
    expect(stand.calls('chatbot', 'tracking')).toHaveLength(2);
    expect(opened(stand)).toBe(1);
  });

  test('lasts through a form', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'booking');
    stand.clock.advance(25 * MINUTE);
    await stand.ask(user, 'two');
    stand.clock.advance(25 * MINUTE);
    expect((await stand.ask(user, 'outside')).at(-1)).toBe('Booked.');
  });

  test.for([
    { minutes: 27, sessions: 1 },
    { minutes: 28, sessions: 2 },
  ])('that nobody used for $minutes minutes makes $sessions', async ({ minutes, sessions }, context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'soup');
    stand.clock.advance(minutes * MINUTE);
    expect(await stand.ask(user, 'soup')).toEqual(['Tomato.', 'Tomato.']);
    expect(opened(stand)).toBe(sessions);
  });

  test('is one for each user, opened with the first question', async (context) => {
    const stand = await start(context);
    expect(opened(stand)).toBe(0);
    for (const user of [stand.user(), stand.user()]) {
      await stand.ask(user, 'soup');
      await stand.ask(user, 'soup');
    }
    expect(opened(stand)).toBe(2);
    expect(await timesHeard(stand.chatbot, 'soup')).toBe(4);
  });

  test('survives a restart of the connector', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'colours');
    await stand.restart();
    user.click(user.received.at(-1)!._id, 'Blue');
    await stand.idle();
    expect(stand.texts(user).at(-1)).toBe('Like the sea.');
    expect(opened(stand)).toBe(1);
  });
});

describe.concurrent('an option that the bot refuses', () => {
  test('is sent once more as its label', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'colours');
    const question = user.received.at(-1)!._id;
    await stand.ask(user, 'soup');
    user.click(question, 'Blue');
    await stand.idle();
    const [refused, asLabel] = stand.calls('chatbot', 'message').slice(-2);
    expect(refused).toMatchObject({ status: 400, body: { option: expect.anything() } });
    expect(asLabel?.body).toEqual({ message: 'Blue' });
    expect(stand.texts(user).at(-1)).toBe('Like the sea.');
  });

  test('and whose label it refuses, too, is given up', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'colours');
    stand.chatbot.control.faults.add({
      endpoint: 'message',
      effect: { kind: 'respond', status: 400 },
      times: 'always',
    });
    const known = stand.calls('chatbot', 'message').length;
    user.click(user.received.at(-1)!._id, 'Blue');
    await stand.idle();
    expect(stand.texts(user).at(-1)).toBe(SORRY);
    expect(stand.calls('chatbot', 'message')).toHaveLength(known + 2);
    expect(stand.outcomes()).toEqual(['done', 'apologised']);
  });
});
