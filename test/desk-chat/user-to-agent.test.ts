import { describe, expect, test } from 'vitest';
import type { UserAction } from '../../sandbox/smooch/control/user-action.ts';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { visitorOf } from './visitor.ts';

async function start(options: DeskStandOptions = {}, platform = 'web') {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand, platform);
  await ana.meetsCarla();
  const askedBefore = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).length;
  const askedBot = () => stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).length - askedBefore;
  return { stand, ana, askedBot };
}

describe('what a user says goes to the agent, and not to the bot', () => {
  test.each([
    'Hello Carla',
    '  two spaces, and\na second line ',
    '<b>not bold</b> & "quoted"',
    '👩‍👩‍👧 ¡Adiós! 日本語',
    'x'.repeat(4096),
  ])('%j', async (text) => {
    const { ana, askedBot } = await start();
    expect(await ana.says(text)).toEqual([]);
    expect(ana.said()).toEqual([text]);
    expect(askedBot()).toBe(0);
  });

  test('in its order', async () => {
    const { ana } = await start();
    const texts = ['one', 'two', 'three', 'four', 'five', 'six'];
    await ana.sees(() => {
      for (const text of texts) ana.user.say(text);
    });
    expect(ana.said()).toEqual(texts);
  });

  test('several messages of one delivery, too', async () => {
    const { ana } = await start();
    const messages = ['one', 'two'].map((text) => ({ do: 'text' as const, text }));
    await ana.does({ do: 'together', messages });
    expect(ana.said()).toEqual(['one', 'two']);
  });

  test("an operator's command is only a text", async () => {
    const { ana } = await start({ server: { commands: true } });
    await ana.says('clear_user_session');
    await ana.says('I am still here');
    expect(ana.said()).toEqual(['clear_user_session', 'I am still here']);
  });

  test('a number or a label of an older question is only a text', async () => {
    const { ana } = await start({}, 'whatsapp');
    await ana.says('1');
    await ana.says('yes');
    expect(ana.said()).toEqual(['1', 'yes']);
  });

  test('in the name of the user', async () => {
    const { ana } = await start();
    await ana.says('Hello');
    expect(ana.chat().messages.map(({ sender }) => sender)).toEqual([ana.chat().creator]);
  });
});

describe('other kinds', () => {
  test.each<[string, UserAction, string]>([
    [
      'a pressed button: its label',
      { do: 'menu', payload: '{"message":"internal"}', text: 'Opening hours' },
      'Opening hours',
    ],
    ['a quick reply: its text', { do: 'text', text: 'Fine', payload: '{"directCall":"x"}' }, 'Fine'],
    ['a button without a label: a note', { do: 'menu', payload: 'X' }, '[postback]'],
    [
      'a place: its name and address',
      { do: 'location', lat: 41.4, long: 2.17, name: 'Harbour', address: '1 Quay' },
      'Harbour\n1 Quay',
    ],
    [
      'a place without a name: a map',
      { do: 'location', lat: 41.4, long: 2.17 },
      'https://maps.google.com/maps?q=41.4,2.17',
    ],
    [
      'a filled-in form: its fields',
      { do: 'form', fields: [{ type: 'text', name: 'name', label: 'Name', text: 'Ana' }] },
      'Name: Ana',
    ],
    ['an unknown kind: a note', { do: 'unknown', type: 'sticker' }, '[sticker]'],
    ['an unknown kind with a text: the text', { do: 'unknown', type: 'sticker', extra: { text: 'Wow' } }, 'Wow'],
  ])('%s', async (_name, action, expected) => {
    const { ana, askedBot } = await start();
    expect(await ana.does(action)).toEqual([]);
    expect(ana.said()).toEqual([expected]);
    expect(askedBot()).toBe(0);
  });

  test('a button of an older answer, cut for the channel: its full label', async () => {
    const stand = await startDeskStand();
    const ana = visitorOf(stand, 'messenger');
    const label = 'A lock that is harder to open than ours was';
    stand.chatbot.control.setContent({
      title: 'locks',
      options: { question: 'Which?', choices: [{ label, answer: 'x' }] },
    });
    await ana.says('locks');
    const shown = ana.user.received.at(-1)?.actions?.[0]?.text ?? '';
    expect(shown).not.toBe(label);
    await ana.meetsCarla();
    await ana.presses(shown);
    expect(ana.said()).toEqual([label]);
  });

  test('what is blank is nothing', async () => {
    const { ana } = await start();
    await ana.says('   ');
    expect(ana.said()).toEqual([]);
  });
});

describe('before a text is posted the state of the chat is read', () => {
  test('at most every ten seconds', async () => {
    const { stand, ana } = await start();
    const reads = () => stand.deskCalls().filter((call) => call === 'chat').length;
    const before = reads();
    await ana.says('one');
    await ana.says('two');
    expect(reads() - before).toBe(1);
    stand.clock.advance(10_000);
    await ana.says('three');
    expect(reads() - before).toBe(2);
  });

  test('when nobody can tell, the text is posted', async () => {
    const { stand, ana } = await start();
    stand.desk.control.faults.add({ endpoint: 'chat', effect: { kind: 'respond', status: 418 }, times: 'always' });
    expect(await ana.says('one')).toEqual([]);
    expect(ana.said()).toEqual(['one']);
  });
});
