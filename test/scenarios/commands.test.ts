import { describe, expect, test } from 'vitest';
import { SMOOCH_KEY } from '../support/stand.ts';
import { useConversation } from './use-conversation.ts';

const COMMANDS = ['show_user_id', 'clear_user_session', 'clear_cached_appdata'];

describe.each([
  ['in production', {}],
  ['where the operator allows them somewhere else', { server: { commands: ['development'] } }],
  ['where the operator allows them nowhere', { server: { commands: false } }],
])('%s', (_name, options) => {
  const shop = useConversation(options);

  test.each(COMMANDS)('%s is a question like any other', async (command) => {
    const ana = shop.person();
    expect((await ana.says(command)).join()).not.toContain(ana.user.id);
    expect(ana.asked).toEqual([{ message: command }]);
  });
});

describe.each([
  ['in another environment', { conf: { 'custom/environments.yaml': development() } }],
  ['where the operator allows them', { server: { commands: true } }],
  ['where the operator allows them in this environment', { server: { commands: ['production'] } }],
])('%s', (_name, options) => {
  const app_tokens = { key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret };
  const shop = useConversation({ ...options, smooch: { app_tokens } });

  test('show_user_id tells the id of the user in one line', async () => {
    const ana = shop.person();
    const [line = '', ...others] = await ana.says('show_user_id');
    expect(line).toContain(ana.user.id);
    expect(line).not.toContain('\n');
    expect(others).toEqual([]);
    expect(ana.asked).toEqual([]);
  });

  test('clear_user_session makes the conversation begin anew', async () => {
    const ana = shop.person('twilio');
    await ana.says('book a test ride');
    expect(await ana.says(' clear_user_session ')).toHaveLength(1);
    const { journal } = shop.stand.chatbot.control;
    const { number = 0 } = journal.listRaw({ limit: 1 })[0] ?? {};
    await ana.says('2');
    expect(ana.asked).toEqual([{ message: '2' }]);
    expect(journal.listRaw({ endpoint: 'conversation', after: number })).toHaveLength(1);
  });

  test('clear_user_session forgets old lists of results as well', async () => {
    const ana = shop.person();
    await ana.says('search the manual');
    await ana.says('clear_user_session');
    await ana.presses('Winter');
    expect(ana.asked).toEqual([{ message: 'Winter' }]);
  });

  test('clear_cached_appdata reads ExtraInfo again', async () => {
    const ana = shop.person();
    const { control } = shop.stand.chatbot;
    control.setExtraInfo('smooch', 'translations', { en: [{ more_options: 'Even more:' }] });
    expect(await ana.says('clear_cached_appdata')).toHaveLength(1);
    const ben = shop.person('messenger');
    expect(await ben.says('book a test ride')).toContain('Even more:\n[Cliff] [Ferry] [Dinghy]');
  });

  test('clear_cached_appdata says when ExtraInfo cannot be read', async () => {
    const ana = shop.person();
    const { faults } = shop.stand.chatbot.control;
    faults.add({ endpoint: 'data', effect: { kind: 'respond', status: 500, body: {} }, times: 'always' });
    const [line] = await ana.says('clear_cached_appdata');
    expect(line).toMatch(/could not be read/);
    shop.logged('warn', 'error');
  });

  test.each(['show_user_id please', 'SHOW_USER_ID', 'show user id'])('%j is no command', async (text) => {
    const ana = shop.person();
    await ana.says(text);
    expect(ana.asked).toEqual([{ message: text }]);
  });

  test('a button called like a command is a button', async () => {
    const ana = shop.person();
    await ana.tapsForged({ directCall: 'news' }, 'show_user_id');
    expect(ana.asked).toEqual([{ directCall: 'news' }]);
  });
});

/** Every request to the stand's webhook belongs to the environment `development`. */
function development() {
  return { development: { type: 'script_name', regex: '/server\\.php$/' } };
}
