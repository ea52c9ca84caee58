import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { ASK, CREATING, NOBODY, NOT_FOUND, OF_COURSE, REFUSED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const MINUTE = 60_000;

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  return { stand, ana: visitorOf(stand) };
}

describe('yes and no can be typed', () => {
  test.each(['yes', 'Yes', ' YES! ', '"yes."'])('%j', async (typed) => {
    const { ana } = await start();
    await ana.says('I want to talk to a human');
    expect(await ana.says(typed)).toEqual([CREATING]);
  });

  test.each(['no', 'No.', 'NO'])('%j', async (typed) => {
    const { stand, ana } = await start();
    await ana.says('I want to talk to a human');
    expect(await ana.says(typed)).toEqual([REFUSED]);
    expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
  });

  test.each([
    ['sí', 'Voy a intentar ponerle en contacto con un agente. Espere un momento, por favor.'],
    ['SI', 'Voy a intentar ponerle en contacto con un agente. Espere un momento, por favor.'],
    ['no', '¿En qué más puedo ayudarle?'],
  ])("in the user's language: %s", async (typed, answer) => {
    const { ana } = await start({ conversation: { default: { lang: 'es' } } });
    const asked = await ana.says('I want to talk to a human');
    expect(asked.at(-1)).toBe('¿Desea hablar por chat con un agente?\n[Sí] [No]');
    expect(await ana.says(typed)).toEqual([answer]);
  });

  test('a sentence that only begins with it goes to the bot', async () => {
    const { ana } = await start();
    await ana.says('I want to talk to a human');
    expect(await ana.says('yes but tell me a joke first')).not.toContain(CREATING);
    expect(ana.chats()).toEqual([]);
  });

  test('where no buttons are shown, their numbers count', async () => {
    const { stand } = await start();
    const ben = visitorOf(stand, 'whatsapp');
    const asked = await ben.says('I want to talk to a human');
    expect(asked.at(-1)).toBe('Do you want to start a chat with a human agent?\n1) Yes\n2) No');
    expect(await ben.says('1')).toEqual([CREATING]);
  });

  test('half an hour later it is only a word', async () => {
    const { stand, ana } = await start();
    await ana.says('I want to talk to a human');
    stand.clock.advance(30 * MINUTE + 1_000);
    expect(await ana.says('yes')).toEqual([NOT_FOUND]);
  });
});

describe('a button pressed late', () => {
  test('yes counts as if asked now', async () => {
    const { stand, ana } = await start();
    await ana.says('I want to talk to a human');
    await ana.says('hello');
    stand.clock.advance(60 * MINUTE);
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    expect(ana.chats()).toHaveLength(1);
  });

  test('yes looks again whether somebody is there', async () => {
    const { stand, ana } = await start();
    await ana.says('I want to talk to a human');
    await ana.says('hello');
    stand.carla.logout();
    stand.marco.logout();
    expect(await ana.presses('Yes')).toEqual([NOBODY]);
    expect(stand.tracked()).toEqual([['CHAT_NO_AGENTS', 'true']]);
  });

  test('no is confirmed and tracked', async () => {
    const { stand, ana } = await start();
    await ana.says('I want to talk to a human');
    await ana.says('hello');
    expect(await ana.presses('No')).toEqual([REFUSED]);
    expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
  });

  test('no to an offer does not reach the bot any more: its question is gone', async () => {
    const { stand, ana } = await start();
    await ana.says('complaint');
    await ana.says('hello');
    const before = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).length;
    expect(await ana.presses('No')).toEqual([REFUSED]);
    expect(stand.chatbot.control.journal.listRaw({ endpoint: 'message' })).toHaveLength(before);
  });

  test('yes to an offer begins the designed dialog, as it would have in time', async () => {
    const { stand, ana } = await start();
    await ana.says('complaint');
    await ana.says('hello');
    stand.clock.advance(60 * MINUTE);
    expect((await ana.presses('Yes')).at(-1)).toBe('What is your first name?');
    expect(ana.chats()).toEqual([]);
  });

  test('yes to an offer that was answered is a wish for an agent like any other', async () => {
    const { ana } = await start();
    await ana.says('complaint');
    await ana.presses('No');
    expect(await ana.presses('Yes')).toEqual([CREATING]);
  });

  test.each(['Yes', 'No'])("%s while the chat is on is nobody's business", async (label) => {
    const { stand, ana } = await start();
    await ana.meetsCarla();
    expect(await ana.presses(label)).toEqual([]);
    expect(ana.said()).toEqual([]);
    expect(ana.chats()).toHaveLength(1);
    expect(ana.chat().status).toBe('active');
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
  });

  test('two presses of yes open one chat', async () => {
    const { ana } = await start();
    await ana.says('I want to talk to a human');
    const { _id, actions } = ana.user.received.at(-1)!;
    expect(actions).toHaveLength(2);
    const got = await ana.sees(() => {
      ana.user.click(_id, 'Yes');
      ana.user.click(_id, 'Yes');
    });
    expect(got).toEqual([CREATING]);
    expect(ana.chats()).toHaveLength(1);
  });

  test('a button of the connector before us is understood', async () => {
    const { ana } = await start();
    expect(await ana.does({ do: 'menu', payload: '{"escalateOption":true}', text: 'Yes' })).toEqual([CREATING]);
  });
});

describe('a question that was answered is closed', () => {
  test('a typed yes after a refusal goes to the bot', async () => {
    const { ana } = await start();
    await ana.says('I want to talk to a human');
    await ana.presses('No');
    expect(await ana.says('yes')).toEqual([NOT_FOUND]);
  });

  test('asking again asks again', async () => {
    const { ana } = await start();
    await ana.says('I want to talk to a human');
    await ana.presses('No');
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, ASK]);
  });
});
