import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SMOOCH_KEY } from '../support/stand.ts';
import { useConversation } from './use-conversation.ts';

const shipped = ['ca', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pt'];
const labelsOf = (code: string) =>
  parse(readFileSync(new URL(`../../lang/${code}.yaml`, import.meta.url), 'utf8')) as Record<string, string>;
const content_ratings = { enabled: true };

describe.each(shipped)('where the language of the bot is %s', (lang) => {
  const shop = useConversation({ conversation: { default: { lang }, content_ratings } });
  const label = labelsOf(lang);

  test('everything that is not the bot’s is in that language', async () => {
    const ana = shop.person('messenger');
    expect((await ana.says('can be rated')).at(-1)).toBe(`${label.rate_content_intro}\n(${label.yes}) (${label.no})`);
    expect(await ana.presses(label.no!)).toEqual([label.ask_rating_comment]);
    expect(await ana.says('…')).toEqual([label.thanks]);
    expect(await ana.says('battery or contact')).toEqual([
      `Did you take the battery out lately?\n[${label.yes}] [${label.no}]`,
    ]);
    expect((await ana.says('book a test ride'))[1]).toBe(`${label.more_options}\n[Cliff] [Ferry] [Dinghy]`);
    expect(await ana.presses('Ferry')).toEqual([
      `On which day shall the Ferry be ready for you? (${label.date_format})`,
    ]);
    expect(await ana.does({ do: 'unknown', type: 'reaction' })).toEqual([label.unsupported_message]);
  });

  test('so is what failed, and what the bot did not say', async () => {
    const { faults } = shop.stand.chatbot.control;
    const related = { relatedContents: [{ id: 4, title: 'Returns' }] };
    shop.teachAnswers('The case', { type: 'answer', message: 'A.', parameters: { contents: { related } } });
    const ana = shop.person('messenger');
    expect(await ana.says('the case')).toEqual(['A.', `${label.related}\n[Returns]`]);
    expect(await ana.says('nothing to say')).toEqual([label.error_generic]);
    const gone = { message: 'Endpoint request timed out' };
    faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 504, body: gone } });
    expect(await ana.says('hello')).toEqual([label.api_timeout]);
    shop.logged('warn', 'error');
  });

  test('the words for yes and no can be typed', async () => {
    const ana = shop.person('twilio');
    await ana.says('battery or contact');
    await ana.says(`${label.yes?.toUpperCase().normalize('NFD').replaceAll(/\p{M}/gu, '')}!`);
    expect(ana.asked).toEqual([{ message: 'battery or contact', option: 1 }]);
  });
});

describe('ExtraInfo', () => {
  const app_tokens = { production: [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }] };
  const translations = {
    en: [{ rate_content_intro: 'From ExtraInfo: helpful?', of_ours: 'Our own', thanks: '' }],
    es: [{ yes: 'Claro' }],
  };
  const shop = useConversation({
    chatbot: { extraInfo: { smooch: { app_tokens, translations } } },
    conversation: {
      content_ratings: { enabled: true, ratings: [{ id: 1, label: 'of_ours', comment: false, isNegative: false }] },
    },
    conf: { 'custom/lang/en.yaml': { rate_content_intro: 'From a file: helpful?', thanks: 'Thanks, from a file.' } },
  });

  test('wins over the files, and what it leaves empty is theirs', async () => {
    const ana = shop.person();
    expect((await ana.says('can be rated')).at(-1)).toBe('From ExtraInfo: helpful?\n(Our own)');
    expect(await ana.presses('Our own')).toEqual(['Thanks, from a file.']);
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n[Yes] [No]']);
  });
});

describe('a language without a file', () => {
  const shop = useConversation({ conversation: { default: { lang: 'ja' } } });

  test('falls back to English', async () => {
    const warnings = shop.logged('warn');
    const ana = shop.person();
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n[Yes] [No]']);
    expect(warnings.join()).toMatch(/"ja".*English/);
  });

  test('is still that of the bot', async () => {
    await shop.person().says('hello');
    expect(shop.stand.chatbot.control.sessions().at(-1)).toMatchObject({ lang: 'ja' });
  });
});

describe('a language without a file, but with some labels in ExtraInfo,', () => {
  const app_tokens = { production: [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }] };
  const shop = useConversation({
    conversation: { default: { lang: 'ja' } },
    chatbot: { extraInfo: { smooch: { app_tokens, translations: { ja: [{ yes: 'はい' }] } } } },
  });

  test('has those, and the rest in English', async () => {
    const ana = shop.person('twilio');
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n1) はい\n2) No']);
    await ana.says('はい');
    expect(ana.asked).toEqual([{ message: 'battery or contact', option: 1 }]);
  });
});

describe('a language of one’s own file', () => {
  const shop = useConversation({
    conversation: { default: { lang: 'eu' } },
    conf: { 'custom/lang/eu.yaml': { yes: 'Bai', no: 'Ez' } },
  });

  test('is used', async () => {
    expect(await shop.person().says('battery or contact')).toEqual([
      'Did you take the battery out lately?\n[Bai] [Ez]',
    ]);
  });
});

describe('labels that an editor wrote with HTML', () => {
  const app_tokens = { production: [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }] };
  const translations = {
    en: [
      {
        rate_content_intro: '<p>Was it <b>any</b> good?</p><p>Tell us &amp; win &euro;5.</p>',
        yes: '<i>S&iacute;</i> &amp; no',
        thanks: '<img src="https://x.example/a.png">',
        error_generic: 'a < b & c > d',
        tanks: 'misspelled',
        no: 'No, $agentNmae',
      },
    ],
  };
  const shop = useConversation({
    chatbot: { extraInfo: { smooch: { app_tokens, translations } } },
    conversation: { content_ratings },
  });

  test('are plain text in messages and on buttons, and can be typed', async () => {
    const ana = shop.person();
    expect((await ana.says('can be rated')).at(-1)).toBe(
      'Was it any good?\n\nTell us & win €5.\n(Sí & no) (No, $agentNmae)',
    );
    // Nothing is left of the translation: the shipped text is said.
    expect(await ana.says('si & no')).toEqual(['Thanks!']);
    expect(await ana.says('nothing to say')).toEqual(['a < b & c > d']);
    shop.logged('warn', 'error');
  });

  test('and those that nobody reads, or with names that nothing is put in for, are warned about', async () => {
    await shop.stand.restart();
    await shop.person().says('hello');
    const [warning = ''] = shop.logged('warn').filter((line) => line.startsWith('ExtraInfo'));
    expect(warning).toMatch(/en\.tanks is no label .*en\.no has \$agentNmae/);
    expect(warning).not.toContain('misspelled;');
  });
});
