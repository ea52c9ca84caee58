import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const ERROR = 'Sorry, something went wrong. Please try again in a moment.';

describe('an answer with nothing to show', () => {
  const shop = useConversation();

  test.each(['nothing to say', 'only blanks'])('is told to the user: %s', async (text) => {
    const ana = shop.person();
    expect(await ana.says(text)).toEqual([ERROR]);
    expect(shop.logged('warn').join()).toContain('nothing that can be shown');
    expect(await ana.says('warranty')).toHaveLength(1);
  });

  test('is told to the user, and the log names the content', async () => {
    const parameters = { contents: { title: 'The empty page' } };
    shop.teachAnswers('The case', { type: 'answer', message: '<script>x()</script>', parameters });
    expect(await shop.person().says('the case')).toEqual([ERROR]);
    expect(shop.logged('warn').join()).toContain('The empty page');
  });

  test('is told to the user when an image that cannot be shown was all', async () => {
    shop.teachAnswers('The case', {
      type: 'answer',
      message: '<img src="/half.png">',
      attributes: { title: 'Half a picture' },
    });
    expect(await shop.person().says('the case')).toEqual([ERROR]);
    expect(shop.logged('warn').join()).toContain('Half a picture');
  });

  test('is told to the user when there is no answer at all', async () => {
    shop.teach({ title: 'The case', wire: [] });
    expect(await shop.person().says('the case')).toEqual([ERROR]);
    shop.logged('warn', 'error');
  });

  test('is passed over beside one that has something', async () => {
    shop.teachAnswers('The case', { type: 'answer', message: ' ' }, { type: 'answer', message: 'Something.' });
    expect(await shop.person().says('the case')).toEqual(['Something.']);
    expect(shop.logged('warn')).toEqual([]);
  });

  test('is told to the user when an unknown kind of answer has no text', async () => {
    shop.teachAnswers('The case', { type: 'hologram', beam: 'blue' });
    expect(await shop.person().says('the case')).toEqual([ERROR]);
    shop.logged('warn');
  });
});

describe('a form that ends in a ticket', () => {
  const shop = useConversation();

  test('shows its end, and then that no ticket could be filed', async () => {
    const ana = shop.person();
    await ana.says('write to us');
    await ana.says('Ana');
    await ana.says('ana@a.example');
    expect(await ana.says('My bell is missing.')).toEqual([
      'Thank you, Ana. You will get an answer within two days.',
      'Your request could not be registered. Please try again later.',
    ]);
  });

  test('is found wherever its callback stands', async () => {
    shop.teachAnswers(
      'The case',
      { type: 'answer', message: 'One.' },
      {
        type: 'answer',
        message: 'Two.',
        actions: [{ parameters: { callback: 'other' } }, { parameters: { callback: 'createTicket', data: {} } }],
      },
    );
    expect(await shop.person().says('the case')).toEqual([
      'One.',
      'Two.',
      'Your request could not be registered. Please try again later.',
    ]);
  });

  test('without words says only what became of the ticket', async () => {
    const actions = [{ parameters: { callback: 'createTicket', data: {} } }];
    shop.teachAnswers('The case', { type: 'answer', message: '', actions });
    expect(await shop.person().says('the case')).toEqual([
      'Your request could not be registered. Please try again later.',
    ]);
  });
});
