import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { ASK, CREATING, HELLO, NOBODY, NOT_FOUND, REFUSED } from './phrases.ts';
import { type Visitor, visitorOf } from './visitor.ts';

const THANKS = 'Thanks!';
const WHY = 'Please tell us why';
const ratings = [
  { id: 1, label: 'yes', comment: false, isNegative: false },
  { id: 2, label: 'no', comment: true, isNegative: true },
  { id: 3, label: 'maybe', comment: false, isNegative: true },
];
const questions = ['saddles', 'bells', 'pumps', 'gloves'];

async function start(limit: number, options: DeskStandOptions = {}) {
  const stand = await startDeskStand({
    counters: { negativeRatingsBeforeEscalation: limit },
    conversation: { content_ratings: { enabled: true, ratings } },
    ...options,
  });
  for (const title of questions) stand.chatbot.control.setContent({ title, answer: `About ${title}.` });
  return { stand, ana: visitorOf(stand) };
}

async function rates(ana: Visitor, question: number, rating: string): Promise<string[]> {
  await ana.says(questions[question] ?? '');
  return ana.presses(rating);
}

test('after as many bad ratings in a row as configured the user is asked, behind the thanks', async () => {
  const { ana } = await start(2);
  expect(await rates(ana, 0, 'maybe')).toEqual([THANKS]);
  expect(await rates(ana, 1, 'maybe')).toEqual([THANKS, ASK]);
  expect(await ana.presses('Yes')).toEqual([CREATING]);
  expect(ana.chats()).toHaveLength(1);
});

test('a refusal is tracked and begins the count anew', async () => {
  const { stand, ana } = await start(2);
  await rates(ana, 0, 'maybe');
  await rates(ana, 1, 'maybe');
  expect(await ana.presses('No')).toEqual([REFUSED]);
  expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
  expect(await rates(ana, 2, 'maybe')).toEqual([THANKS]);
  expect(await rates(ana, 3, 'maybe')).toEqual([THANKS, ASK]);
});

test('any other rating begins the count anew', async () => {
  const { ana } = await start(2);
  await rates(ana, 0, 'maybe');
  await rates(ana, 1, 'Yes');
  expect(await rates(ana, 2, 'maybe')).toEqual([THANKS]);
});

test('0 switches it off', async () => {
  const { ana } = await start(0);
  for (const question of [0, 1, 2]) expect(await rates(ana, question, 'maybe')).toEqual([THANKS]);
});

test('bad ratings lapse after 30 minutes without a message', async () => {
  const { stand, ana } = await start(2);
  await rates(ana, 0, 'maybe');
  stand.clock.advance(31 * 60_000);
  expect(await rates(ana, 1, 'maybe')).toEqual([THANKS]);
});

test('misses are no bad ratings, nor the other way round', async () => {
  const { ana } = await start(2, { counters: { negativeRatingsBeforeEscalation: 2, triesBeforeEscalation: 2 } });
  await rates(ana, 0, 'maybe');
  expect(await ana.says('xyzzy1')).toEqual([NOT_FOUND]);
  expect(await rates(ana, 1, 'maybe')).toEqual([THANKS, ASK]);
});

describe('a rating that asks for a comment', () => {
  test('asks for it as long as no agent is offered', async () => {
    const { stand, ana } = await start(2);
    expect(await rates(ana, 0, 'No')).toEqual([WHY]);
    expect(await ana.says('Too soft')).toEqual([THANKS]);
    expect(stand.chatbot.control.events({ type: 'rate' }).map(({ data }) => data.comment)).toEqual([null, 'Too soft']);
  });

  test('does not when the question about an agent follows: one question at a time', async () => {
    const { stand, ana } = await start(1);
    expect(await rates(ana, 0, 'No')).toEqual([THANKS, ASK]);
    expect(await ana.says('yes')).toEqual([CREATING]);
    expect(stand.chatbot.control.events({ type: 'rate' }).map(({ data }) => data.value)).toEqual([2]);
  });

  test('does when nobody is there; the next bad rating looks again', async () => {
    const { stand, ana } = await start(1);
    stand.carla.logout();
    stand.marco.logout();
    expect(await rates(ana, 0, 'No')).toEqual([WHY]);
    expect(await ana.says('Too soft')).toEqual([THANKS]);
    expect(stand.tracked()).toEqual([['CHAT_NO_AGENTS', 'true']]);
    stand.carla.login();
    expect(await rates(ana, 1, 'No')).toEqual([THANKS, ASK]);
  });

  test('does out of hours', async () => {
    const chat = {
      workTimeTableActive: true,
      timezoneWorkingHours: 'UTC',
      timetable: { exceptions: { '2000-01-01': ['00:00-24:00'] } },
    };
    const { stand, ana } = await start(1, { chat });
    expect(await rates(ana, 0, 'No')).toEqual([WHY]);
    expect(stand.tracked()).toEqual([]);
  });
});

describe('a rating counts once', () => {
  test('when it is pressed again', async () => {
    const { ana } = await start(2);
    await rates(ana, 0, 'maybe');
    expect(await ana.presses('maybe')).toEqual([THANKS]);
    expect(await rates(ana, 1, 'maybe')).toEqual([THANKS, ASK]);
  });

  test('when the user changes his mind about the same answer', async () => {
    const { ana } = await start(2);
    await rates(ana, 0, 'maybe');
    expect(await ana.presses('No')).toEqual([WHY]);
    await ana.says('Too soft');
    expect(await rates(ana, 1, 'maybe')).toEqual([THANKS, ASK]);
  });
});

describe('who has written on meanwhile', () => {
  /** Says hello while the rating is still being taken. */
  async function ratesAndGoesOn(rating: string) {
    const { stand, ana } = await start(1);
    await ana.says('saddles');
    const held = stand.chatbot.control.faults.add({ endpoint: 'tracking', effect: { kind: 'hold' } });
    const message = ana.user.received.at(-1)!;
    const got = await ana.sees(async () => {
      ana.user.click(message._id, rating);
      await stand.chatbot.control.journal.waitFor({ endpoint: 'tracking' });
      ana.user.say('hello');
      await stand.smooch.control.webhooks.idle();
      stand.chatbot.control.faults.release(held);
    });
    return { stand, ana, got };
  }

  test('is not asked', async () => {
    const { got } = await ratesAndGoesOn('maybe');
    expect(got).toEqual([THANKS, HELLO]);
  });

  test('is asked for the comment in its place', async () => {
    const { stand, ana, got } = await ratesAndGoesOn('No');
    expect(got).toEqual([WHY, HELLO]);
    expect(await ana.says('Too soft')).toEqual([THANKS]);
    expect(stand.chatbot.control.events({ type: 'rate' }).map(({ data }) => data.comment)).toEqual([null, 'Too soft']);
  });
});

test('no rating is asked for beside the question about an agent', async () => {
  const { ana } = await start(1);
  expect((await ana.says('I want to talk to a human')).at(-1)).toBe(ASK);
});

describe('an answer that can be rated beside one that asks for an agent', () => {
  const RATE = 'Was this answer helpful?\n(Yes) (No) (maybe)';
  const rated = { contents: { title: 'Bells', trackingCode: { rateCode: 'code-of-bells', clickCode: 'c' } } };
  const answer = { type: 'answer', message: 'About bells.', parameters: rated };
  const wire = [answer, { type: 'answer', message: 'Ask a person.', flags: ['escalate'] }];

  test('the question about an agent comes first, and alone', async () => {
    const { stand, ana } = await start(0);
    stand.chatbot.control.setContent({ title: 'both', wire });
    expect(await ana.says('both')).toEqual(['About bells.', 'Ask a person.', ASK]);
  });

  test('nobody is there: the answer is rated', async () => {
    const { stand, ana } = await start(0);
    stand.chatbot.control.setContent({ title: 'both', wire });
    stand.carla.logout();
    stand.marco.logout();
    expect(await ana.says('both')).toEqual(['About bells.', 'Ask a person.', NOBODY, RATE]);
  });

  test('a miss, and nobody is there: the answer is rated', async () => {
    const { stand, ana } = await start(0, { counters: { triesBeforeEscalation: 1 } });
    stand.chatbot.control.setContent({
      title: 'both',
      wire: [answer, { type: 'answer', message: 'Hm.', flags: ['no-results'] }],
    });
    expect(await ana.says('both')).toEqual(['About bells.', 'Hm.', ASK]);
    stand.carla.logout();
    stand.marco.logout();
    expect(await ana.says('both')).toEqual(['About bells.', 'Hm.', RATE]);
  });

  test('not while the chat is on that was opened', async () => {
    const { stand, ana } = await start(0);
    const actions = [{ parameters: { callback: 'escalateToAgent', data: {} } }];
    stand.chatbot.control.setContent({ title: 'go', wire: [answer, { type: 'answer', message: 'Go.', actions }] });
    expect(await ana.says('go')).toEqual(['About bells.', 'Go.', CREATING]);
  });

  test('not while the designed dialog asks', async () => {
    const { stand, ana } = await start(0);
    const actions = [{ parameters: { callback: 'escalationStart' } }];
    stand.chatbot.control.setContent({ title: 'go', wire: [answer, { type: 'answer', message: '', actions }] });
    expect((await ana.says('go')).at(-1)).toBe('What is your first name?');
  });
});
