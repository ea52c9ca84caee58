import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotClient, type Reply, startBot } from './bot-client.ts';

let bot: BotClient;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.simulator.stop());

const sandbox = (method: string, path: string, body?: unknown): Promise<Reply> =>
  bot.call(method, `${bot.origin}/sandbox${path}`, { body });

describe('renaming a content', () => {
  const contents = [
    { title: 'Bikes', answer: 'We have bikes.' },
    { title: 'Chain', chain: ['Bikes'], related: { title: 'See', contents: ['Bikes'] } },
    { title: 'Question', ask: { question: 'Bikes?', yes: 'Bikes', no: { label: 'Bikes', answer: 'No bikes.' } } },
    { title: 'List', options: { question: 'What?', choices: ['Bikes', { label: 'Two wheels', content: 'Bikes' }] } },
    { title: 'Branch', when: [{ variable: 'x', is: 'y', show: 'Bikes' }] },
  ];

  test('renames the references to it, and the bot finds it by the new title only', async () => {
    await sandbox('PUT', '/knowledge', { contents });
    const renamed = await sandbox('POST', '/contents/Bikes/rename', { title: 'Cycles' });
    expect([renamed.status, renamed.body]).toEqual([200, { success: true }]);
    expect((await sandbox('GET', '/contents')).body).toMatchObject([
      { title: 'Cycles', answer: 'We have bikes.' },
      { chain: ['Cycles'], related: { contents: ['Cycles'] } },
      { ask: { yes: 'Cycles', no: { label: 'Bikes', answer: 'No bikes.' } } },
      { options: { choices: ['Cycles', { label: 'Two wheels', content: 'Cycles' }] } },
      { when: [{ show: 'Cycles' }] },
    ]);
    const talk = await bot.open();
    expect(await talk.say('cycles')).toMatchObject([{ message: 'We have bikes.' }]);
    expect(await talk.say('chain')).toMatchObject([{ message: 'We have bikes.' }]);
  });

  test('refuses a title that another content has, and says when there is nothing to rename', async () => {
    await sandbox('PUT', '/knowledge', { contents });
    const taken = await sandbox('POST', '/contents/Bikes/rename', { title: 'List' });
    expect([taken.status, taken.body]).toEqual([400, { error: expect.stringContaining('"List"') }]);
    expect((await sandbox('POST', '/contents/Trains/rename', { title: 'Ferries' })).body).toEqual({ success: false });
    expect((await sandbox('POST', '/contents/Bikes/rename', { title: ' ' })).status).toBe(400);
  });
});

describe('Extra Info that is being edited', () => {
  const published = async (): Promise<string> =>
    (await bot.call('GET', `${bot.base}/app/data/smooch`, { headers: bot.tokenHeaders })).text;

  test('counts only when it is posted', async () => {
    const drafted = await sandbox('PUT', '/extra-info-drafts/smooch/translations', { en: [{ yes: 'Aye' }] });
    expect(drafted.body).toMatchObject([
      { name: 'app_tokens', changed: false },
      { name: 'translations', changed: true, value: { en: [{ yes: 'Aye' }] } },
    ]);
    expect(await published()).not.toContain('Aye');
    expect((await sandbox('POST', '/extra-info-drafts/smooch/post')).body).toEqual({ posted: 1 });
    expect(await published()).toContain('Aye');
    expect((await sandbox('GET', '/extra-info-drafts/smooch')).body).toMatchObject([
      { changed: false },
      { changed: false },
    ]);
  });

  test('is forgotten when it is discarded, or changed back to what is published', async () => {
    const before = (await sandbox('GET', '/extra-info-drafts/smooch')).body;
    await sandbox('PUT', '/extra-info-drafts/smooch/translations', { en: [] });
    expect((await sandbox('DELETE', '/extra-info-drafts/smooch')).body).toEqual(before);
    const { value } = (before as { name: string; value: unknown }[])[0]!;
    expect((await sandbox('PUT', '/extra-info-drafts/smooch/app_tokens', value)).body).toEqual(before);
    expect((await sandbox('POST', '/extra-info-drafts/smooch/post')).body).toEqual({ posted: 0 });
  });

  test('keeps a secret whose mask comes back, and takes a new one', async () => {
    const [tokens] = (await sandbox('GET', '/extra-info-drafts/smooch')).body as { value: Record<string, unknown[]> }[];
    const shown = tokens!.value.production![0] as { key: string; secret: string };
    expect(shown.secret).toMatch(/^\*\*\*/);
    await sandbox('PUT', '/extra-info-drafts/smooch/app_tokens', {
      ...tokens!.value,
      production: [{ ...shown, key: 'app_other' }],
      development: [{ key: 'app_dev', secret: 'quite-new' }],
    });
    await sandbox('POST', '/extra-info-drafts/smooch/post');
    const now = await published();
    expect(now).toContain('{"key":"app_other","secret":"sandbox-production-secret"}');
    expect(now).toContain('quite-new');
    expect((await sandbox('GET', '/extra-info-drafts/smooch')).text).not.toContain('quite-new');
  });
});
