import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const shop = useConversation();

describe('on Instagram, which counts bytes,', () => {
  test.each([
    ['Russian', 'Мы открыты с понедельника по пятницу. '.repeat(26).trim()],
    ['one long word', 'ж'.repeat(959)],
    ['Japanese', '月曜から金曜まで営業しています。'.repeat(60)],
    ['emoji', '🚲 '.repeat(400).trim()],
  ])('an answer in %s is split at 1000 bytes, and nothing of it is lost', async (_name, answer) => {
    shop.teach({ title: 'Opening', answer });
    const ana = shop.person('instagram');
    const shown = await ana.says('opening');
    expect(shown.length).toBeGreaterThan(1);
    expect(Math.max(...shown.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(1000);
    expect(shown.join('').replace(/\s/g, '')).toBe(answer.replace(/\s/g, ''));
  });
});

describe('on Messenger, which counts UTF-16 units,', () => {
  test.each([
    ['emoji', '🚲'.repeat(14)],
    ['families', '👩‍👩‍👧‍👦 for the family'],
    ['flags', '🇪🇸🇫🇷🇩🇪🇮🇹🇵🇹🇳🇱'],
    ['marks', 'e\u0301'.repeat(20)],
    ['letters outside the basic plane', '𝐁𝐢𝐤𝐞𝐬 𝐟𝐨𝐫 𝐞𝐯𝐞𝐫𝐲𝐛𝐨𝐝𝐲'],
  ])('labels of %s fit, and typing them in full or as shown picks', async (_name, label) => {
    shop.teachAnswers('Labels', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label, value: 1 },
        { label: 'Other', value: 2 },
      ],
    });
    const ana = shop.person('messenger');
    await ana.says('labels');
    const shown = ana.messages[0]?.actions?.[0]?.text ?? '';
    expect(shown.length).toBeLessThanOrEqual(20);
    expect(shown.isWellFormed()).toBe(true);
    // Whole visible characters are left, and "…".
    const characters = new Set(Array.from(new Intl.Segmenter().segment(`${label}…`), ({ segment }) => segment));
    expect(Array.from(new Intl.Segmenter().segment(shown), ({ segment }) => characters.has(segment))).not.toContain(
      false,
    );
    for (const typed of [label, shown]) {
      const ben = shop.person('messenger');
      await ben.says('labels');
      await ben.says(typed);
      expect(ben.asked[0]).toEqual({ message: 'labels', option: 1 });
    }
  });
});

describe("Smooch's own shorthand in a bot's text", () => {
  test.each([
    '%[Pay](https://x.example)',
    '%[Pay](postback:STOLEN)',
    '$[Pay](9.99)',
    '![](https://x.example/a.png)',
    '%{{template: gift}}%',
    '&((namespace=[[a]]template=[[b]]))&',
  ])('is shown and not executed: %s', async (shorthand) => {
    shop.teachAnswers('Short', { type: 'answer', message: `Write ${shorthand.replaceAll('&', '&amp;')} there.` });
    for (const channel of ['web', 'whatsapp']) {
      const [shown = ''] = await shop.person(channel).says('short');
      expect(shown).not.toContain(shorthand);
      expect(shown.replace(/\p{Cf}/gu, '')).toBe(`Write ${shorthand} there.`);
    }
  });

  test('nor where options become numbered lines', async () => {
    shop.teachAnswers('Short', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label: '$[Pay](9.99)', value: 1 },
        { label: 'Other', value: 2 },
      ],
    });
    const ana = shop.person('whatsapp');
    const [shown = ''] = await ana.says('short');
    expect(shown).not.toContain('$[Pay](9.99)');
    await ana.says('$[pay](9.99)');
    expect(ana.asked[0]).toEqual({ message: 'short', option: 1 });
  });
});

describe('by e-mail', () => {
  const quoted = [
    'On Mon, May 5, 2025 at 10:12 AM Harbour Cycles <shop@harbour-cycles.example> wrote:',
    '> Where will you ride most?',
    '> 1) In the city',
    '> 2) On gravel',
  ].join('\r\n');

  test.each([
    ['the number', '1'],
    ['the label', 'In the city'],
    ['the label with a greeting', 'in the city\r\n\r\nKind regards,\r\nAna'],
    ['the number of a telephone', '1\r\n\r\nSent from my iPhone'],
  ])('%s above the quoted mail picks', async (_name, typed) => {
    const ana = shop.person('mailgun');
    await ana.says('which bike suits me?');
    await ana.says(`${typed}\r\n\r\n${quoted}`);
    expect(ana.asked[0]).toEqual({ message: 'which bike suits me?', option: expect.any(Number) });
  });

  test('the bot is asked what the user wrote, without the quoted mail and the signature', async () => {
    const ana = shop.person('mailgun');
    await ana.says(`When are you open?\n\nOn Sundays, too?\n-- \nAna Gil\n+34 900 111 222\n\n${quoted}`);
    expect(ana.asked[0]).toEqual({ message: 'When are you open?\n\nOn Sundays, too?' });
  });

  test('on another channel the same text is what the user wrote', async () => {
    const ana = shop.person('whatsapp');
    const said = `When are you open?\n-- \nAna`;
    await ana.says(said);
    expect(ana.asked[0]).toEqual({ message: said });
  });
});
