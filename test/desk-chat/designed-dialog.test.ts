import { describe, expect, test } from 'vitest';
import type { ContentInput } from '../../sandbox/chatbot/knowledge/knowledge-schema.ts';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CREATING, GONE_HOME, NO_TICKET, NOBODY, TICKET_FILED } from './phrases.ts';
import { type Visitor, visitorOf } from './visitor.ts';

const PROMPT = 'Before I connect you, I need a little more from you.';
const FIRST_FIELD = 'What is your first name?';
const OFFER = { type: 'answer', message: 'Shall I?', attributes: { DIRECT_CALL: 'escalationOffer' } };
const callback = (name: string, data?: Record<string, unknown>) => ({ parameters: { callback: name, data } });

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  const deskUser = () => stand.desk.control.users().find(({ externalId }) => externalId === ana.externalId);
  const directCalls = () => stand.chatbot.control.journal.listRaw({ endpoint: 'message', bodyIncludes: 'directCall' });
  return { stand, ana, deskUser, directCalls };
}

/** A bot whose dialog answers exactly this. */
function startWith(...wire: Record<string, unknown>[]) {
  return startWithContents({ title: 'Dialog', direct_call: 'escalationStart', wire });
}

function startWithContents(...contents: ContentInput[]) {
  const offer = { title: 'offer', wire: [OFFER] };
  return start({ chatbot: { knowledge: { variables: ['agents_available'], contents: [offer, ...contents] } } });
}

/** A button with a direct call, as a menu of the page has it. */
function pressesStart(ana: Visitor): Promise<string[]> {
  return ana.does({ do: 'menu', payload: '{"directCall":"escalationStart"}', text: 'A person, please' });
}

async function accepts(ana: Visitor): Promise<string[]> {
  await ana.says('offer');
  return ana.presses('Yes');
}

describe('the whole way', () => {
  test('question, form, chat with what the form asked', async () => {
    const { ana, deskUser, directCalls } = await start();
    await ana.says('mechanic');
    expect(await ana.presses('Yes')).toEqual([PROMPT, FIRST_FIELD]);
    expect(await ana.says('Ana')).toEqual(['And your last name, Ana?']);
    expect(await ana.says('Gil')).toEqual(['What is your e-mail address?']);
    expect(await ana.says('ana@example.com')).toEqual(['What is it about?']);
    expect(await ana.says('My bell does not ring')).toEqual(['Thank you, Ana. I am connecting you.', CREATING]);
    expect(deskUser()).toMatchObject({
      name: 'Ana Gil',
      contact: 'ana@example.com',
      extraInfo: { INQUIRY: 'My bell does not ring', channel: 'web', language: 'en' },
    });
    expect(Object.keys(deskUser()?.extraInfo ?? {}).sort()).toEqual(['INQUIRY', 'channel', 'language']);
    expect(directCalls().map(({ body }) => body)).toEqual([{ directCall: 'escalationStart' }]);
  });

  test('the agent reads the dialog with the bot', async () => {
    const { ana } = await start();
    await ana.says('mechanic');
    await ana.presses('Yes');
    for (const value of ['Ana', 'Gil', 'ana@example.com', 'My bell']) await ana.says(value);
    const lines = ana.chat().history.map(({ message }) => message);
    expect(lines).toEqual(expect.arrayContaining(['mechanic', 'Ana', 'And your last name, Ana?', 'My bell']));
  });

  test('the variable is set before the dialog begins', async () => {
    const { stand, ana } = await start();
    await ana.says('mechanic');
    await ana.presses('Yes');
    const calls = stand.chatbot.control.journal.listRaw().filter(({ endpoint }) => endpoint !== 'tracking');
    const last = calls.slice(-2).map(({ endpoint, body }) => [endpoint, body]);
    expect(last).toEqual([
      [expect.stringContaining('variable'), { name: 'agents_available', value: 'true' }],
      ['message', { directCall: 'escalationStart' }],
    ]);
  });
});

describe('what the dialog answers', () => {
  test('values of a form: the chat opens with them', async () => {
    const data = { FIRST_NAME: 'Ana', INQUIRY: 'Bells' };
    const { ana, deskUser } = await startWith({
      type: 'answer',
      message: 'Connecting.',
      actions: [callback('escalateToAgent', data)],
    });
    expect(await accepts(ana)).toEqual([CREATING]);
    expect(deskUser()).toMatchObject({ name: 'Ana', extraInfo: { INQUIRY: 'Bells' } });
  });

  test('anything else: it is not shown, and the chat opens', async () => {
    const { ana } = await startWith({ type: 'answer', message: 'You should not read this.' });
    expect(await accepts(ana)).toEqual([CREATING]);
    expect(ana.chats()).toHaveLength(1);
  });

  test('its own callback once more: called once per turn, and the chat opens', async () => {
    const { ana, directCalls } = await startWith({
      type: 'answer',
      message: 'Again.',
      actions: [callback('escalationStart')],
    });
    expect(await accepts(ana)).toEqual([CREATING]);
    expect(directCalls()).toHaveLength(1);
  });

  test('the same when a button of the user called it', async () => {
    const { ana, directCalls } = await startWith({
      type: 'answer',
      message: 'Again.',
      actions: [callback('escalationStart')],
    });
    expect(await pressesStart(ana)).toEqual([CREATING]);
    expect(directCalls()).toHaveLength(1);
  });

  test('a button of the user called it, and it asks something: that is all', async () => {
    const { ana, directCalls } = await startWith(
      { type: 'answer', message: 'Again.', actions: [callback('escalationStart')] },
      { type: 'polarQuestion', message: 'Shall we call you?', options: [{ label: 'yes', value: 1 }] },
    );
    expect(await pressesStart(ana)).toEqual(['Shall we call you?\n[Yes]']);
    expect(ana.chats()).toEqual([]);
    expect(directCalls()).toHaveLength(1);
  });

  test('a question: it is shown, and the dialog goes on with its answer', async () => {
    const { ana, deskUser } = await startWithContents(
      {
        title: 'Dialog',
        direct_call: 'escalationStart',
        options: { question: 'About what?', choices: [{ label: 'Bells', answer: 'Bells it is.' }, 'Something else'] },
      },
      { title: 'Something else', answer: 'Good.', callback: { name: 'escalateToAgent', data: { TOPIC: 'else' } } },
    );
    expect(await accepts(ana)).toEqual(['About what?\n[Bells] [Something else]']);
    expect(await ana.presses('Something else')).toEqual(['Good.', CREATING]);
    expect(deskUser()?.extraInfo).toMatchObject({ TOPIC: 'else' });
  });

  test.each([
    ['fails', { kind: 'respond', status: 418 } as const],
    ['is too slow', { kind: 'respond', status: 504, body: { message: 'Endpoint request timed out' } } as const],
  ])('the bot %s: the chat opens all the same', async (_name, effect) => {
    const { stand, ana } = await startWith({ type: 'answer', message: 'Never read.' });
    stand.chatbot.control.faults.add({ endpoint: 'message', effect, bodyIncludes: 'escalationStart' });
    expect(await accepts(ana)).toEqual([CREATING]);
  });

  test('the instance has no such dialog: the chat opens', async () => {
    const { ana } = await startWithContents();
    expect(await accepts(ana)).toEqual([CREATING]);
  });
});

describe('with nobody there', () => {
  const goHome = ({ carla, marco }: Awaited<ReturnType<typeof start>>['stand']) => {
    carla.logout();
    marco.logout();
  };

  test('the words of the dialog take the place of ours', async () => {
    const { stand, ana } = await startWith({ type: 'answer', message: 'Write to us.' });
    goHome(stand);
    expect(await ana.says('offer')).toEqual(['Write to us.']);
  });

  test('a question of the dialog is asked', async () => {
    const { stand, ana } = await startWith({
      type: 'polarQuestion',
      message: 'Shall we call you?',
      options: [
        { label: 'yes', value: 1 },
        { label: 'no', value: 0 },
      ],
    });
    goHome(stand);
    expect(await ana.says('offer')).toEqual(['Shall we call you?\n[Yes] [No]']);
  });

  test('an offer that starts its own dialog again says nothing twice', async () => {
    const { stand, ana } = await startWith({
      type: 'answer',
      message: 'Escalation started.',
      actions: [callback('escalationStart')],
    });
    goHome(stand);
    expect(await ana.says('offer')).toEqual([NOBODY]);
  });

  test('a button of the user called it: called once per turn, and the user hears of it', async () => {
    const { stand, ana, directCalls } = await startWith({
      type: 'answer',
      message: 'Again.',
      actions: [callback('escalationStart')],
    });
    goHome(stand);
    expect(await pressesStart(ana)).toEqual([NOBODY]);
    expect(directCalls()).toHaveLength(1);
  });

  test('a button of the user called it, and it offers an agent: the user hears of it', async () => {
    const { stand, ana, directCalls } = await startWith({ ...OFFER, options: [{ label: 'yes', value: 1 }] });
    goHome(stand);
    expect(await pressesStart(ana)).toEqual([NOBODY]);
    expect(directCalls()).toHaveLength(1);
  });

  test('values of a form open no chat', async () => {
    const { stand, ana } = await startWith({
      type: 'answer',
      message: 'Connecting.',
      actions: [callback('escalateToAgent', { INQUIRY: 'x' })],
    });
    goHome(stand);
    expect(await ana.says('offer')).toEqual([NOBODY]);
    expect(ana.chats()).toEqual([]);
  });

  test('a dialog that fails or says nothing: our words', async () => {
    const { stand, ana } = await startWith({ type: 'answer', message: '' });
    goHome(stand);
    expect(await ana.says('offer')).toEqual([NOBODY]);
    stand.chatbot.control.faults.add({
      endpoint: 'message',
      effect: { kind: 'respond', status: 418 },
      bodyIncludes: 'escalationStart',
    });
    expect(await ana.says('offer')).toEqual([NOBODY]);
  });
});

describe('a dialog that asks for a ticket', () => {
  const TICKET = { type: 'answer', message: 'We write to you.', actions: [callback('createTicket', { INQUIRY: 'x' })] };

  test('with nobody there: its words, then what became of the ticket', async () => {
    const { stand, ana } = await startWith(TICKET);
    stand.carla.logout();
    stand.marco.logout();
    expect(await ana.says('offer')).toEqual(['We write to you.', NO_TICKET]);
  });

  test('with agents there: the same, and the chat opens', async () => {
    const { ana } = await startWith({ type: 'answer', message: 'You should not read this.' }, TICKET);
    expect(await accepts(ana)).toEqual(['We write to you.', NO_TICKET, CREATING]);
    expect(ana.chats()).toHaveLength(1);
  });

  test('beside a question', async () => {
    const options = [{ label: 'yes', value: 1 }];
    const { ana } = await startWith(TICKET, { type: 'polarQuestion', message: 'All right?', options });
    expect(await accepts(ana)).toEqual(['We write to you.', 'All right?\n[Yes]', NO_TICKET]);
  });

  test('a hook may file it', async () => {
    const filed: unknown[] = [];
    const onTicket = (data: unknown) => {
      filed.push(data);
      return { created: true };
    };
    const contents = [
      { title: 'offer', wire: [OFFER] },
      { title: 'Dialog', direct_call: 'escalationStart', wire: [TICKET] },
    ];
    const { stand, ana } = await start({ hooks: { onTicket }, chatbot: { knowledge: { contents } } });
    stand.carla.logout();
    stand.marco.logout();
    expect(await ana.says('offer')).toEqual(['We write to you.', TICKET_FILED]);
    expect(filed).toEqual([{ INQUIRY: 'x' }]);
  });
});

describe('the variable agents_available', () => {
  test('a bot that does not know it is asked all the same', async () => {
    const { stand, ana } = await start();
    stand.chatbot.control.faults.add({
      endpoint: 'variables',
      effect: {
        kind: 'respond',
        status: 400,
        body: { errors: [{ code: 400, message: 'There is no such variable.' }] },
      },
      times: 'always',
    });
    await ana.says('mechanic');
    expect(await ana.presses('Yes')).toEqual([PROMPT, FIRST_FIELD]);
  });

  test.each([
    ['that was renewed, since the user was away for long', true],
    ['that the bot has forgotten', false],
  ])('is set in the session that is asked, also in one %s', async (_name, idle) => {
    const { stand, ana } = await start();
    await ana.says('mechanic');
    if (idle) stand.clock.advance(29 * 60_000);
    else stand.chatbot.control.expireSessions();
    expect(await ana.presses('Yes')).toEqual([PROMPT, FIRST_FIELD]);
    expect(stand.chatbot.control.sessions().at(-1)?.variables).toMatchObject({ agents_available: 'true' });
  });

  test('keeps the session in use, also when the dialog itself fails', async () => {
    const { stand, ana } = await start();
    await ana.says('mechanic');
    stand.clock.advance(20 * 60_000);
    const effect = { kind: 'respond', status: 418 } as const;
    stand.chatbot.control.faults.add({ endpoint: 'message', effect, bodyIncludes: 'escalationStart' });
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    stand.clock.advance(20 * 60_000);
    await ana.sees(() => {
      stand.desk.control.invite(ana.chat().id, 'u_carla');
      stand.carla.accept(ana.chat().id);
    });
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
    expect(stand.chatbot.control.journal.listRaw({ endpoint: 'conversation' })).toHaveLength(1);
  });

  test.each([true, false])('tells the same about a desk without anybody', async (idle) => {
    const { stand, ana } = await start();
    await ana.says('mechanic');
    stand.carla.logout();
    stand.marco.logout();
    if (idle) stand.clock.advance(29 * 60_000);
    else stand.chatbot.control.expireSessions();
    expect(await ana.presses('Yes')).toEqual([GONE_HOME]);
  });
});
