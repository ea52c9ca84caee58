import { describe, expect, type TestContext, test } from 'vitest';
import type { FaultRule } from '../../sandbox/control/faults.ts';
import { timesHeard } from '../support/bot-record.ts';
import { SORRY, startTurnStand, type TurnStand } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { answersTo, fourAnswers } from './four-answers.ts';

const MEDIA = 'https://media.example.com/bike.png';

/** Of a channel (Smooch docs: delivery events). */
const FAILURE = { code: 'uncategorized_error', message: 'The user is gone', underlyingError: { status: 470 } };

const contents = [
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
  { title: 'Picture', answer: `<p>Look:</p><img src="${MEDIA}"><p>Nice?</p>` },
  ...fourAnswers('Story'),
  { title: 'Short', answer: 'Yes.' },
];

const start = (context: TestContext): Promise<TurnStand> =>
  startTurnStand(context, { chatbot: { knowledge: { contents } } });

const refusal = (status: number): FaultRule => ({
  endpoint: 'message',
  effect: { kind: 'respond', status, body: { error: { code: 'refused', description: 'Not like this' } } },
});

describe.concurrent('a message with buttons or media that Smooch refuses', () => {
  test.for([400, 415, 422])('with %i is sent once more as a text with numbers', async (status, context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add(refusal(status));
    expect(await stand.ask(stand.user(), 'colours')).toEqual(['Which colour?\n1) Red\n2) Blue']);
    expect(stand.calls('smooch', 'message')).toHaveLength(2);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test.for(['2', 'blue', '2)'])('and whose text shows numbers is answered by "%s"', async (typed, context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add(refusal(400));
    const user = stand.user();
    await stand.ask(user, 'colours');
    expect((await stand.ask(user, typed)).slice(1)).toEqual(['Like the sea.']);
  });

  test.for([400, 415, 422])('with %i is sent once more as its address', async (status, context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ ...refusal(status), bodyIncludes: MEDIA });
    expect(await stand.ask(stand.user(), 'picture')).toEqual(['Look:', MEDIA, 'Nice?']);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test('as a text, too, is parked', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ ...refusal(400), times: 2 });
    expect(await stand.ask(stand.user(), 'colours')).toEqual([SORRY]);
    expect(stand.outcomes()).toEqual(['parked']);
    expect(stand.calls('smooch', 'message')).toHaveLength(3);
  });
});

describe.concurrent('a text that Smooch refuses for good', () => {
  test.for([400, 413, 415, 422])(
    'with %i is parked, the user is told, and the lane moves on',
    async (status, context) => {
      const stand = await start(context);
      stand.smooch.control.faults.add(refusal(status));
      const user = stand.user();
      expect(await stand.ask(user, 'story')).toEqual([SORRY]);
      expect(stand.outcomes()).toEqual(['parked']);
      expect(await stand.ask(user, 'short')).toEqual([SORRY, 'Yes.']);
      expect(await stand.setAside()).toEqual([expect.stringContaining(String(status))]);
    },
  );

  test('is not apologised for behind a part of the answer: the user has that', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ ...refusal(400), skip: 2 });
    expect(await stand.ask(stand.user(), 'Story')).toEqual(answersTo('Story').slice(0, 2));
    expect(stand.outcomes()).toEqual(['parked']);
    expect(stand.calls('smooch', 'message')).toHaveLength(3);
  });

  test('can be replayed: what is missing is sent, the bot is not asked again', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ ...refusal(400), skip: 1 });
    const user = stand.user();
    const [first, ...others] = answersTo('Story');
    expect(await stand.ask(user, 'Story')).toEqual([first]);
    await stand.replayAll();
    await stand.idle();
    expect(stand.texts(user)).toEqual([first, ...others]);
    expect(await timesHeard(stand.chatbot, 'Story')).toBe(1);
    expect(stand.outcomes()).toEqual(['parked', 'done']);
  });

  test('can be replayed behind later events of the conversation', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ ...refusal(400), skip: 1 });
    const user = stand.user();
    const [first, ...others] = answersTo('Story');
    await stand.ask(user, 'Story');
    expect(await stand.ask(user, 'short')).toEqual([first, 'Yes.']);
    await stand.replayAll();
    await stand.idle();
    expect(stand.texts(user)).toEqual([first, 'Yes.', ...others]);
    expect(await timesHeard(stand.chatbot, 'Story')).toBe(1);
  });
});

describe.concurrent('a conversation that takes no messages', () => {
  test.for([403, 404, 423])(
    'any more (%i) ends the turn as undeliverable, without a further message',
    async (status, context) => {
      const stand = await start(context);
      stand.smooch.control.faults.add({ ...refusal(status), skip: 1 });
      const user = stand.user();
      expect(await stand.ask(user, 'Story')).toEqual(answersTo('Story').slice(0, 1));
      expect(stand.outcomes()).toEqual(['undeliverable']);
      expect(stand.calls('smooch', 'message')).toHaveLength(2);
      expect(stand.logged('a turn was set aside')).toEqual([
        expect.objectContaining({ msg: expect.stringContaining(String(status)) }),
      ]);
    },
  );

  test('any more may take them again: the lane has moved on, and the turn can be replayed', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ ...refusal(403), skip: 1 });
    const user = stand.user();
    const [first, ...others] = answersTo('Story');
    await stand.ask(user, 'Story');
    expect(await stand.ask(user, 'short')).toEqual([first, 'Yes.']);
    await stand.replayAll();
    await stand.idle();
    expect(stand.texts(user)).toEqual([first, 'Yes.', ...others]);
    expect(await timesHeard(stand.chatbot, 'Story')).toBe(1);
  });

  /** The text behind an image waits for what the channel says about the image, so it comes to know about the failure. */
  const failDelivery = async (stand: TurnStand) => {
    const user = stand.user('whatsapp');
    const { deliveryEvents, faults } = stand.smooch.control;
    const hold = faults.add({ endpoint: 'message', effect: { kind: 'hold' }, bodyIncludes: MEDIA });
    user.say('picture');
    await stand.smooch.control.journal.waitFor({ endpoint: 'message', bodyIncludes: MEDIA });
    deliveryEvents.failNext(user.id, { error: FAILURE });
    faults.release(hold);
    await stand.idle();
    return user;
  };

  test('as its channel tells: the turn is undeliverable, and the code is in the log', async (context) => {
    const stand = await start(context);
    const user = await failDelivery(stand);
    expect(stand.texts(user)).toEqual(['Look:', expect.anything()]);
    expect(stand.outcomes()).toEqual(['undeliverable']);
    expect(await stand.setAside()).toEqual([expect.stringContaining('uncategorized_error')]);
  });

  test('as its channel told can be replayed', async (context) => {
    const stand = await start(context);
    const user = await failDelivery(stand);
    await stand.replayAll();
    await stand.idle();
    expect(stand.texts(user).at(-1)).toBe('Nice?');
    expect(stand.outcomes()).toEqual(['undeliverable', 'done']);
  });

  test('as its channel tells when the turn is over: the code is in the log', async (context) => {
    const stand = await start(context);
    const user = stand.user('whatsapp');
    stand.smooch.control.deliveryEvents.failNext(user.id, { error: FAILURE });
    await stand.ask(user, 'short');
    const { log } = stand.smooch.control.webhooks;
    await waitUntil('the failure is told', () => log.list({ trigger: 'message:delivery:failure' }).length === 1);
    await stand.idle();
    const lines = stand.log.filter((line) => JSON.stringify(line).includes(FAILURE.code));
    expect(lines).toHaveLength(1);
  });
});
