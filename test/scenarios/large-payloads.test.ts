import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const shop = useConversation({ chatbot: { settings: { staleOption: 'text' } } });
const largeValue = (name: string) => name.repeat(1_000);

/** Teaches the bot a question whose options are too large for a button. */
function teachLarge(title: string, ...names: string[]): void {
  const options = names.map((name) => ({ label: `Option ${name}`, value: largeValue(name) }));
  shop.teachAnswers(title, { type: 'multipleChoiceQuestion', message: `${title}?`, options });
}

describe('a payload of more than 900 bytes', () => {
  test('is kept, and its button only names it', async () => {
    teachLarge('Large', 'a', 'b');
    const ana = shop.person();
    expect(await ana.says('large')).toEqual(['Large?\n[Option a] [Option b]']);
    const payloads = ana.messages[0]?.actions?.map(({ payload }) => JSON.parse(payload ?? '')) ?? [];
    expect(payloads).toEqual([{ ref: expect.any(String) }, { ref: expect.any(String) }]);
    expect(payloads[0]).not.toEqual(payloads[1]);
    await ana.presses('Option b');
    expect(ana.asked).toEqual([{ message: 'large', option: largeValue('b') }]);
  });

  test('is counted in bytes, not in characters', async () => {
    shop.teachAnswers('Sizes', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label: '小', value: '小'.repeat(300) },
        { label: 'small', value: 's'.repeat(300) },
      ],
    });
    const ana = shop.person();
    await ana.says('sizes');
    expect(ana.payload('小')).toEqual({ ref: expect.any(String) });
    expect(ana.payload('small')).toEqual({ message: 'sizes', option: 's'.repeat(300) });
    await ana.presses('小');
    expect(ana.asked).toEqual([{ message: 'sizes', option: '小'.repeat(300) }]);
  });

  test('can be picked by typing as well', async () => {
    teachLarge('Large', 'a', 'b');
    for (const [channel, typed] of [
      ['twilio', '2'],
      ['web', 'option B'],
    ] as const) {
      const ana = shop.person(channel);
      await ana.says('large');
      await ana.says(typed);
      expect(ana.asked).toEqual([{ message: 'large', option: largeValue('b') }]);
    }
  });

  test('is kept for the last five lists; a button of an older one counts as its text', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) teachLarge(`Large ${name}`, name);
    const ana = shop.person();
    for (const name of names) await ana.says(`large ${name}`);
    await ana.presses('Option a');
    expect(ana.asked).toEqual([{ message: 'Option a' }]);
    for (const name of names.slice(1)) {
      await ana.presses(`Option ${name}`);
      expect(ana.asked).toEqual([{ message: `large ${name}`, option: largeValue(name) }]);
    }
  });

  test('is nobody else’s', async () => {
    teachLarge('Large', 'a');
    const ana = shop.person();
    const ben = shop.person();
    await ana.says('large');
    await ben.says('large');
    await ben.pressesForged(ana.payload('Option a'), 'Warranty');
    expect(ben.asked).toEqual([{ message: 'Warranty' }]);
  });

  test('survives a restart of the connector', async () => {
    teachLarge('Large', 'a');
    const ana = shop.person();
    await ana.says('large');
    await shop.stand.restart();
    await ana.presses('Option a');
    expect(ana.asked).toEqual([{ message: 'large', option: largeValue('a') }]);
  });
});

describe('a rating whose code is too large for a button', () => {
  const rated = useConversation({ conversation: { content_ratings: { enabled: true } } });

  test('is kept, too', async () => {
    const code = 'c'.repeat(1_000);
    const parameters = { contents: { title: 'T', trackingCode: { rateCode: code } } };
    rated.teachAnswers('The case', { type: 'answer', message: 'The answer.', parameters });
    const ana = rated.person();
    await ana.says('the case');
    expect(ana.payload('Yes')).toEqual({ ref: expect.any(String) });
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    const [first] = rated.stand.chatbot.control.journal.listRaw({ endpoint: 'tracking' });
    expect(first?.body).toEqual({ type: 'rate', data: { code, value: 1, comment: null } });
    // The simulated bot did not give out that code.
    rated.logged('warn');
  });
});
