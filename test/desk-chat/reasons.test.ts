import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { ASK, CREATING, NO_TICKET, OF_COURSE, REFUSED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const PROMPT = 'Before I connect you, I need a little more from you.';
const FIRST_FIELD = 'What is your first name?';
const FORM = [`${PROMPT}`, FIRST_FIELD];

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  return { stand, ana: visitorOf(stand) };
}

/** An answer that the bot sends exactly like this. */
async function startWith(wire: Record<string, unknown>[], options: DeskStandOptions = {}) {
  const started = await start(options);
  started.stand.chatbot.control.setContent({ title: 'it', wire });
  return started;
}

/** An offer without options of its own. */
const bareOffer = { type: 'answer', message: 'Shall I?', attributes: { DIRECT_CALL: 'escalationOffer' } };
const callback = (name: string, data?: Record<string, unknown>) => ({ parameters: { callback: name, data } });

describe('a content with the setting ESCALATE', () => {
  test('is shown, then the user is asked', async () => {
    const { ana } = await start();
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, ASK]);
    expect(await ana.presses('Yes')).toEqual([CREATING]);
  });

  test('a refusal is tracked', async () => {
    const { stand, ana } = await start();
    await ana.says('I want to talk to a human');
    expect(await ana.presses('No')).toEqual([REFUSED]);
    expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
  });

  test('an ignored question leaves no trace', async () => {
    const { stand, ana } = await start();
    await ana.says('I want to talk to a human');
    expect(await ana.says('thanks')).toEqual(['You are welcome!']);
    expect(stand.tracked()).toEqual([]);
    expect(stand.desk.control.users().filter(({ role }) => role === 'user')).toEqual([]);
  });
});

describe("the bot's own offer", () => {
  const complaint = 'I am sorry that something went wrong.';

  test('its question is not shown, ours is; a yes begins the designed dialog', async () => {
    const { stand, ana } = await start();
    expect(await ana.says('complaint')).toEqual([complaint, ASK]);
    expect(await ana.presses('Yes')).toEqual(FORM);
    expect(stand.chatbot.control.sessions()[0]?.variables).toMatchObject({ agents_available: 'true' });
    expect(ana.chats()).toEqual([]);
  });

  test('an offer that is nothing but a question', async () => {
    const { ana } = await start();
    expect(await ana.says('mechanic')).toEqual([ASK]);
    expect(await ana.presses('Yes')).toEqual(FORM);
  });

  test('on a no the bot hears its own no, and its answer is shown; it is tracked all the same', async () => {
    const { stand, ana } = await start();
    await ana.says('complaint');
    expect(await ana.presses('No')).toEqual(['As you like. I will do my best here, then.']);
    const asked = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).at(-1)?.body;
    expect(asked).toEqual({ message: 'complaint', option: 0 });
    expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
  });

  test('without an option of its own the bot is told "no"', async () => {
    const { stand, ana } = await startWith([{ type: 'answer', message: 'Oh.' }, bareOffer]);
    stand.chatbot.control.setContent({ title: 'no', answer: 'All right, no.' });
    expect(await ana.says('it')).toEqual(['Oh.', ASK]);
    expect(await ana.presses('No')).toEqual(['All right, no.']);
    const asked = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).at(-1)?.body;
    expect(asked).toEqual({ message: 'no' });
  });

  test('an option without a value is told in words, not as the question asked before', async () => {
    const options = [{ label: 'yes' }, { label: 'No' }];
    const offer = {
      type: 'polarQuestion',
      message: 'Shall I?',
      attributes: { DIRECT_CALL: 'escalationOffer' },
      options,
    };
    const { stand, ana } = await startWith([offer]);
    stand.chatbot.control.setContent({ title: 'no', answer: 'All right, no.' });
    await ana.says('it');
    expect(await ana.presses('No')).toEqual(['All right, no.']);
    const asked = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).at(-1)?.body;
    expect(asked).toEqual({ message: 'No' });
  });

  test.each([
    ['behind its words', 'We write to you.', ['We write to you.', NO_TICKET]],
    ['without words of its own', '', [REFUSED, NO_TICKET]],
  ])('a no may end in a ticket, %s', async (_name, message, expected) => {
    const { stand, ana } = await startWith([bareOffer]);
    stand.chatbot.control.setContent({
      title: 'no',
      wire: [{ type: 'answer', message, actions: [callback('createTicket', {})] }],
    });
    await ana.says('it');
    expect(await ana.presses('No')).toEqual(expected);
    expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
  });

  test.each([
    ['says nothing', { title: 'no', wire: [{ type: 'answer', message: '' }] }, undefined],
    [
      'fails',
      undefined,
      { endpoint: 'message', effect: { kind: 'respond', status: 418 }, bodyIncludes: '"no"' } as const,
    ],
  ])('the user reads our own words when the bot %s', async (_name, content, fault) => {
    const { stand, ana } = await startWith([bareOffer]);
    if (content !== undefined) stand.chatbot.control.setContent(content);
    if (fault !== undefined) stand.chatbot.control.faults.add(fault);
    await ana.says('it');
    expect(await ana.presses('No')).toEqual([REFUSED]);
    expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
  });
});

describe('callbacks lead on without a question', () => {
  test('escalateToAgent opens the chat at once, behind its own text', async () => {
    const { stand, ana } = await start();
    expect(await ana.says('call back')).toEqual(['One of my colleagues takes over.', CREATING]);
    expect(ana.chat().status).toBe('waiting');
    expect(stand.desk.control.users().find(({ externalId }) => externalId === ana.externalId)?.extraInfo).toMatchObject(
      {
        INQUIRY: 'Please call me back',
      },
    );
  });

  test('escalationStart begins the designed dialog, and its own text is not shown', async () => {
    const { ana } = await start();
    await ana.says('my bike was stolen');
    expect(await ana.says('at the harbour')).toEqual(FORM);
  });

  test('an answer beside the one with the callback is shown', async () => {
    const { ana } = await startWith([
      { type: 'answer', message: 'Read this.' },
      { type: 'answer', message: 'Escalation started.', actions: [callback('escalationStart')] },
    ]);
    expect(await ana.says('it')).toEqual(['Read this.', ...FORM]);
  });

  test.each(['escalationStart', 'escalateToAgent'])('%s is found behind other actions', async (name) => {
    const { stand, ana } = await startWith([
      { type: 'answer', message: 'Hm.', actions: [callback('somethingElse', {}), callback(name, {})] },
    ]);
    await ana.says('it');
    const direct = stand.chatbot.control.journal.listRaw({ endpoint: 'message', bodyIncludes: 'escalationStart' });
    expect([direct.length, ana.chats().length]).toEqual(name === 'escalationStart' ? [1, 0] : [0, 1]);
  });
});

describe('the first reason that applies wins', () => {
  const reasons = {
    form: { type: 'answer', message: 'form', actions: [callback('escalateToAgent', { INQUIRY: 'x' })] },
    start: { type: 'answer', message: 'start', actions: [callback('escalationStart')] },
    flag: { type: 'answer', message: 'flag', flags: ['escalate'] },
    offer: { type: 'answer', message: 'offer', attributes: { DIRECT_CALL: 'escalationOffer' } },
    miss: { type: 'answer', message: 'miss', flags: ['no-results'] },
  };
  const outcomes = {
    form: ['start', 'form', CREATING],
    start: ['flag', ...FORM],
    flag: ['offer', 'flag', ASK],
    offer: ['miss', ASK],
  };

  test.each([
    ['form', 'start'],
    ['start', 'flag'],
    ['flag', 'offer'],
    ['offer', 'miss'],
  ] as const)('%s before %s', async (stronger, weaker) => {
    const counters = { triesBeforeEscalation: 1 };
    const { ana } = await startWith([reasons[weaker], reasons[stronger]], { counters });
    const shown = await ana.says('it');
    // The text of an answer that starts the dialog is nobody's business.
    expect(shown).toEqual(outcomes[stronger].filter((text) => text !== 'start'));
  });
});
