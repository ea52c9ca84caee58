import { describe, expect, type TestContext, test } from 'vitest';
import { badGateway, gatewayTimeout, malformedJson } from '../../sandbox/chatbot/service-failures.ts';
import type { FaultRule } from '../../sandbox/control/faults.ts';
import { timesHeard } from '../support/bot-record.ts';
import { SORRY, startTurnStand, TOO_SLOW, type TurnStand } from '../support/turn-stand.ts';

const contents = [
  { title: 'Soup', answer: 'Tomato.' },
  {
    title: 'Silence',
    wire: [{ type: 'answer', message: ' <p>&nbsp;</p> ', messageList: [''], flags: [], options: null }],
  },
  { title: 'Nothing', wire: [] },
];
const start = (context: TestContext): Promise<TurnStand> =>
  startTurnStand(context, {
    chatbot: { knowledge: { contents } },
    server: { timeouts: { bot_ms: 1_500, other_ms: 1_500 } },
  });

const respond = (status: number, body?: unknown): FaultRule => ({
  endpoint: 'message',
  effect: { kind: 'respond', status, body },
});

describe.concurrent('a bot that takes too long', () => {
  const slow: [string, FaultRule][] = [
    ['no answer in time', { endpoint: 'message', effect: { kind: 'timeout' } }],
    ['no answer in time, though it heard', { endpoint: 'message', effect: { kind: 'timeout' }, moment: 'after' }],
    ['504', { endpoint: 'message', effect: { kind: 'respond', status: 504 } }],
    ["the gateway's words", gatewayTimeout('message')],
    ["the gateway's words with 500", respond(500, { message: 'Endpoint request timed out' })],
    ["the gateway's words with 200", respond(200, { message: 'Endpoint request timed out' })],
  ];

  test.for(slow)('is told to the user, and the question is not repeated: %s', async ([, fault], context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add(fault);
    expect(await stand.ask(stand.user(), 'soup')).toEqual([TOO_SLOW]);
    expect(stand.calls('chatbot', 'message')).toHaveLength(1);
    expect(stand.outcomes()).toEqual(['apologised']);
  });

  test('to open a session is told, too, when trying again does not help', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ ...gatewayTimeout('conversation'), times: 'always' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([TOO_SLOW]);
    expect(stand.calls('chatbot', 'conversation')).toHaveLength(3);
  });

  test('is asked again by the next question, in the same session', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add(gatewayTimeout('message'));
    const user = stand.user();
    await stand.ask(user, 'soup');
    expect(await stand.ask(user, 'soup')).toEqual([TOO_SLOW, 'Tomato.']);
    expect(stand.calls('chatbot', 'conversation')).toHaveLength(1);
  });
});

describe.concurrent('a bot that fails', () => {
  const failures: [string, FaultRule][] = [
    ['500', { ...respond(500), times: 'always' }],
    ['502 with a page', { ...badGateway('message'), times: 'always' }],
    ['a refusal', respond(400, { errors: [{ code: 400, message: 'That cannot be' }] })],
    ['an answer that is none', malformedJson('message')],
    ['an answer without answers', respond(200, {})],
    ['an error inside of a 200', respond(200, { errors: [{ code: 400, message: 'That cannot be' }] })],
  ];

  test.for(failures)('is told to the user, and nothing is parked: %s', async ([, fault], context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add(fault);
    const user = stand.user();
    expect(await stand.ask(user, 'soup')).toEqual([SORRY]);
    expect(stand.outcomes()).toEqual(['apologised']);
    stand.chatbot.control.faults.clear();
    expect(await stand.ask(user, 'soup')).toEqual([SORRY, 'Tomato.']);
  });
});

describe.concurrent('a bot that says nothing', () => {
  test('is told to the user, and the log names the content', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.setContent({ title: 'Blank', answer: '<p> </p>' });
    expect(await stand.ask(stand.user(), 'blank')).toEqual([SORRY]);
    expect(stand.log).toContainEqual(expect.objectContaining({ level: 'warn', contents: ['Blank'] }));
    expect(stand.outcomes()).toEqual(['apologised']);
  });

  test.for(['silence', 'nothing'])('in whatever shape is told: %s', async (text, context) => {
    const stand = await start(context);
    expect(await stand.ask(stand.user(), text)).toEqual([SORRY]);
  });
});

describe.concurrent("the bot's key", () => {
  test('is tried once in 30 s while it is refused', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'soup');
    stand.chatbot.control.rejectKey(true);
    const known = stand.calls('chatbot', 'auth').length;
    for (let question = 1; question <= 4; question += 1) await stand.ask(user, 'soup');
    expect(stand.texts(user)).toEqual(['Tomato.', SORRY, SORRY, SORRY, SORRY]);
    expect(stand.calls('chatbot', 'auth')).toHaveLength(known + 1);
    stand.clock.advance(30_000);
    await stand.ask(user, 'soup');
    expect(stand.calls('chatbot', 'auth')).toHaveLength(known + 2);
  });

  test('works again once it is accepted', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'soup');
    stand.chatbot.control.rejectKey(true);
    await stand.ask(user, 'soup');
    stand.chatbot.control.rejectKey(false);
    stand.clock.advance(30_000);
    expect(await stand.ask(user, 'soup')).toEqual(['Tomato.', SORRY, 'Tomato.']);
    expect(await timesHeard(stand.chatbot, 'soup')).toBe(2);
  });
});

describe.concurrent('the access token', () => {
  test('that expires in the middle of a turn is renewed once, and nobody notices', async (context) => {
    const stand = await start(context);
    const { faults, journal } = stand.chatbot.control;
    await stand.ask(stand.user(), 'soup');
    const known = stand.calls('chatbot', 'auth').length;
    const held = faults.add({ endpoint: 'conversation', effect: { kind: 'hold' }, times: 5 });
    const users = Array.from({ length: 5 }, () => stand.user());
    for (const user of users) user.say('soup');
    await journal.waitFor({ endpoint: 'conversation', finished: false }, { count: 5 });
    stand.chatbot.control.expireAccessTokens();
    faults.release(held);
    await stand.idle();
    for (const user of users) expect(stand.texts(user)).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'auth')).toHaveLength(known + 1);
    expect(await timesHeard(stand.chatbot, 'soup')).toBe(6);
  });

  test('is renewed 180 s ahead, beside the turn', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'soup');
    const known = stand.calls('chatbot', 'auth').length;
    stand.clock.advance(1_000_000);
    await stand.ask(user, 'soup');
    expect(stand.calls('chatbot', 'auth')).toHaveLength(known);
    stand.clock.advance(25_000);
    // The bot's answer does not wait for the token.
    const held = stand.chatbot.control.faults.add({ endpoint: 'auth', effect: { kind: 'hold' } });
    expect(await stand.ask(user, 'soup')).toEqual(['Tomato.', 'Tomato.', 'Tomato.']);
    expect(stand.calls('chatbot', 'auth')).toHaveLength(known + 1);
    stand.chatbot.control.faults.release(held);
  });
});
