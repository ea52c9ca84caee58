import { describe, expect, type TestContext, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { startProcessStand } from '../support/connector-process.ts';
import { envelopeOf } from '../support/smooch-bodies.ts';
import { startTurnStand, type TurnStand } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { fourAnswers } from './four-answers.ts';
import { interruptCall } from './interrupted-call.ts';

const MEDIA = 'https://media.example.com/bike.png';
const MINUTE = 60_000;

/** Of what was said (Smooch docs: delivery events). */
const CONTENT = { code: 'bad_request', message: 'Unsupported media' };
const PERSON = { code: 'uncategorized_error', underlyingError: { errors: [{ code: 470, title: 'outside window' }] } };

const choices = ['Red', 'Blue', 'Black'].map((label) => ({ label, answer: `${label} it is.` }));
const contents = [
  { title: 'Colours', options: { question: 'Which colour?', choices: choices.slice(0, 2) } },
  { title: 'Palette', options: { question: 'Which one?', choices } },
  { title: 'Bike', answer: `<p>Look:</p><img src="${MEDIA}"><p>Nice?</p>` },
  { title: 'Photo', answer: `<p>Here:</p><img src="${MEDIA}">` },
  { title: 'Soup', answer: 'Tomato.' },
  ...fourAnswers('Story'),
];
const IMAGE = `[image] ${MEDIA}`;
const NUMBERED = 'Which colour?\n1) Red\n2) Blue';

/** The channels tell nothing by themselves. */
async function start(context: TestContext, more: Parameters<typeof startTurnStand>[1] = {}): Promise<TurnStand> {
  const stand = await startTurnStand(context, {
    chatbot: { knowledge: { contents } },
    smooch: { media_pause_ms: 60_000 },
    ...more,
  });
  stand.smooch.control.deliveryEvents.settings.enabled = false;
  return stand;
}

type Failure = Record<string, unknown>;

async function tellFailure(
  stand: Pick<TurnStand, 'smooch'>,
  user: SimulatedUser,
  messageId: string,
  error: Failure = CONTENT,
) {
  const body = envelopeOf(user, 'message:delivery:failure', {
    message: { _id: messageId },
    destination: { type: 'whatsapp' },
    isFinalEvent: true,
    error,
  });
  expect(await stand.smooch.control.sendRaw(JSON.stringify(body))).toMatchObject({ status: 200 });
}

const drawn = (user: SimulatedUser) =>
  user.received.map((message) => (message.type === 'text' ? message.text : `[${message.type}] ${message.mediaUrl}`));

describe.concurrent('an image that its channel refuses within the pause behind it', () => {
  const refuseImage = async (context: TestContext, error: Failure = CONTENT, more = {}) => {
    const stand = await start(context, more);
    const user = stand.user('whatsapp');
    user.say('bike');
    const [, image] = await stand.smooch.control.waitForMessages(user.id, 2);
    await tellFailure(stand, user, image!._id, error);
    await stand.idle();
    return { stand, user };
  };

  test.for([
    ['bad_request', CONTENT],
    ['a code nobody knows', { code: 'a_new_code' }],
    ['no code', {}],
  ] as const)('with %s goes out as its address in its place, and the turn goes on', async ([, error], context) => {
    const { stand, user } = await refuseImage(context, error);
    expect(drawn(user)).toEqual(['Look:', IMAGE, MEDIA, 'Nice?']);
    expect(stand.outcomes().filter((outcome) => outcome !== 'done')).toEqual([]);
  });

  test('does not keep a rating from being asked', async (context) => {
    const { user } = await refuseImage(context, CONTENT, { conversation: { content_ratings: { enabled: true } } });
    expect(drawn(user)).toHaveLength(5);
    expect(drawn(user).at(-1)).toMatch(/^Was this answer/i);
  });

  test.for([
    ['window closed', PERSON],
    ['forbidden', { code: 'forbidden' }],
    ['unauthorized', { code: 'unauthorized' }],
  ] as const)('because of the person (%s) ends the turn as undeliverable', async ([, error], context) => {
    const { stand, user } = await refuseImage(context, error);
    expect(drawn(user)).toEqual(['Look:', IMAGE]);
    expect(stand.outcomes()).toEqual(['undeliverable']);
    expect(await stand.setAside()).toEqual([expect.stringContaining(String(error.code))]);
  });
});

describe.concurrent('a message that its channel refuses after its turn has ended', () => {
  const ask = async (context: TestContext, question: string, platform = 'web', more = {}) => {
    const stand = await start(context, more);
    const user = stand.user(platform);
    await stand.ask(user, question);
    return { stand, user, last: user.received.at(-1)!._id };
  };
  const refuse = async (stand: TurnStand, user: SimulatedUser, id: string, error?: Failure) => {
    await tellFailure(stand, user, id, error);
    await stand.idle();
  };

  test('goes out as text with numbers', async (context) => {
    const { stand, user, last } = await ask(context, 'colours');
    await refuse(stand, user, last);
    expect(drawn(user)).toEqual(['Which colour?', NUMBERED]);
  });

  test.for(['2', 'blue', '2)'])('and whose text shows numbers is answered by "%s"', async (typed, context) => {
    const { stand, user, last } = await ask(context, 'colours');
    await refuse(stand, user, last);
    expect((await stand.ask(user, typed)).at(-1)).toBe('Blue it is.');
  });

  test('is no question with numbers as long as they are not shown', async (context) => {
    const { stand, user } = await ask(context, 'colours');
    expect((await stand.ask(user, '2')).at(-1)).not.toBe('Blue it is.');
  });

  test('asks its question again when something else was said before the channel told', async (context) => {
    const { stand, user, last } = await ask(context, 'colours');
    await stand.ask(user, 'soup');
    await refuse(stand, user, last);
    expect(drawn(user)).toEqual(['Which colour?', 'Tomato.', NUMBERED]);
    // The bot has forgotten the options: it gets the label.
    await stand.ask(user, '1');
    expect(stand.calls('chatbot', 'message').at(-1)?.body).toEqual({ message: 'Red' });
  });

  test('says what it said, and asks nothing, when the session was cleared before the channel told', async (context) => {
    const { stand, user, last } = await ask(context, 'colours', 'web', { server: { commands: true } });
    await stand.ask(user, 'clear_user_session');
    await refuse(stand, user, last);
    expect(drawn(user)).toEqual(['Which colour?', expect.stringContaining('was cleared'), NUMBERED]);
    await stand.ask(user, '1');
    expect(stand.calls('chatbot', 'message').at(-1)?.body).toEqual({ message: '1' });
  });

  test('does not take the place of a newer question', async (context) => {
    const { stand, user, last } = await ask(context, 'colours');
    await stand.ask(user, 'palette');
    await refuse(stand, user, last);
    expect((await stand.ask(user, 'black')).at(-1)).toBe('Black it is.');
  });

  test('as a part of a list shows the numbers of its own choices', async (context) => {
    const { stand, user, last } = await ask(context, 'palette', 'messenger', {
      smooch: { channels: { messenger: { max_buttons: 2 } } },
    });
    expect(user.received).toHaveLength(2);
    await refuse(stand, user, last);
    expect(drawn(user).at(-1)).toMatch(/3\) Black$/);
    expect((await stand.ask(user, '3')).at(-1)).toBe('Black it is.');
  });

  test('goes out once, however often that is told', async (context) => {
    const { stand, user, last } = await ask(context, 'photo', 'whatsapp');
    await Promise.all([1, 2, 3].map(() => tellFailure(stand, user, last)));
    await stand.idle();
    await refuse(stand, user, last, { code: 'another_code' });
    expect(drawn(user)).toEqual(['Here:', IMAGE, MEDIA]);
  });

  test('goes out also when that is told after a restart', async (context) => {
    const { stand, user, last } = await ask(context, 'colours');
    await stand.restart();
    await refuse(stand, user, last);
    await stand.restart();
    await refuse(stand, user, last);
    expect(drawn(user)).toEqual(['Which colour?', NUMBERED]);
  });

  test('nine minutes later, too, but not eleven', async (context) => {
    const { stand, user, last } = await ask(context, 'colours');
    const other = stand.user();
    await stand.ask(other, 'colours');
    stand.clock.advance(9 * MINUTE);
    await refuse(stand, user, last);
    stand.clock.advance(2 * MINUTE);
    await refuse(stand, other, other.received.at(-1)!._id);
    expect([drawn(user).length, drawn(other).length]).toEqual([2, 1]);
  });

  test('comes behind what the conversation does at that moment', async (context) => {
    const { stand, user, last } = await ask(context, 'colours');
    const { faults, journal } = stand.chatbot.control;
    const asked = journal.list({ endpoint: 'message' }).length;
    const hold = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    user.say('soup');
    await journal.waitFor({ endpoint: 'message' }, { count: asked + 1 });
    await tellFailure(stand, user, last);
    user.say('Story');
    await stand.smooch.control.webhooks.idle();
    faults.release(hold);
    await stand.idle();
    expect(drawn(user).slice(0, 4)).toEqual(['Which colour?', 'Tomato.', NUMBERED, expect.stringContaining('Story')]);
  });

  test('stands before the text that has waited for it, where it is an image', async (context) => {
    const { stand, user, last } = await ask(context, 'photo', 'whatsapp');
    user.say('soup');
    await stand.chatbot.control.journal.waitFor({ endpoint: 'message', bodyIncludes: 'soup', finished: true });
    await refuse(stand, user, last);
    expect(drawn(user)).toEqual(['Here:', IMAGE, MEDIA, 'Tomato.']);
  });

  test.for([
    ['a text', 'soup', CONTENT],
    ['one that it refuses because of the person', 'colours', PERSON],
  ] as const)('is left alone: %s', async ([, question, error], context) => {
    const { stand, user, last } = await ask(context, question);
    await refuse(stand, user, last, error);
    expect(drawn(user)).toHaveLength(1);
    expect(stand.outcomes()).toEqual(expect.not.arrayContaining(['parked', 'undeliverable']));
    expect(stand.logged('a channel could not deliver a message')).toHaveLength(1);
  });

  test('is left alone where another system sent it', async (context) => {
    const { stand, user } = await ask(context, 'colours');
    await refuse(stand, user, '60aa0000000000000000a0ff');
    expect(drawn(user)).toHaveLength(1);
    expect(stand.outcomes()).toEqual(['done']);
  });
});

describe('a connector that dies while it says as text what the channel refused', () => {
  test.for(['lost', 'done'] as const)('says it once (%s)', { timeout: 90_000 }, async (moment, { onTestFinished }) => {
    const stand = await startProcessStand({
      chatbot: { knowledge: { contents } },
      smooch: { media_pause_ms: 60_000 },
    });
    onTestFinished(() => stand.stop());
    stand.smooch.control.deliveryEvents.settings.enabled = false;
    const user = stand.user('whatsapp');
    user.say('bike');
    const [, image] = await stand.smooch.control.waitForMessages(user.id, 2);
    const call = { simulator: 'smooch', endpoint: 'message', bodyIncludes: `"text":"${MEDIA}"` } as const;
    const stopped = interruptCall(stand, call, moment);
    await tellFailure(stand, user, image!._id);
    await stopped.reached(() => user.received.length === 3);
    await stand.crash();
    await waitUntil('all is done', async () => (await stand.connector.openEvents()) === 0, 40_000);
    expect(drawn(user)).toEqual(['Look:', IMAGE, MEDIA, 'Nice?']);
  });
});
