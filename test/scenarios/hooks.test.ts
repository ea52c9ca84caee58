import { describe, expect, test } from 'vitest';
import type { HookContext, Hooks } from '../../src/flow/hooks.ts';
import { useConversation } from './use-conversation.ts';

const WARRANTY =
  'Frames have a warranty of ten years, everything else of two. Keep the receipt, or simply register your bike.';

function useHooks(hooks: Hooks) {
  return useConversation({ hooks, conf: { 'custom/custom.yaml': { shop: 'harbour' } } });
}

describe('before the bot is asked, a hook', () => {
  const contexts: HookContext[] = [];
  const shop = useHooks({
    beforeBot(question, context) {
      contexts.push(context);
      if (question.message === 'price of silver') return { reply: [{ type: 'text', text: 'We sell bikes.' }] };
      if (question.message === 'guarantee!!') return { question: { message: 'warranty' } };
      if (question.message === 'throw') throw new Error('the hook is broken');
      return undefined;
    },
  });

  test('may answer in its place', async () => {
    const ana = shop.person();
    expect(await ana.says('price of silver')).toEqual(['We sell bikes.']);
    expect(ana.asked).toEqual([]);
  });

  test('may ask something else', async () => {
    const ana = shop.person();
    expect(await ana.says('guarantee!!')).toEqual([WARRANTY]);
    expect(ana.asked).toEqual([{ message: 'warranty' }]);
  });

  test('may leave it as it is', async () => {
    const ana = shop.person();
    expect(await ana.says('warranty')).toEqual([WARRANTY]);
  });

  test('may fail without any harm, and the log says so', async () => {
    const ana = shop.person();
    expect(await ana.says('throw')).toHaveLength(1);
    expect(ana.asked).toEqual([{ message: 'throw' }]);
    expect(shop.logged('error').join()).toContain('beforeBot');
  });

  test('knows where it is', async () => {
    contexts.length = 0;
    const ana = shop.person('telegram');
    await ana.says('warranty');
    expect(contexts).toMatchObject([
      { channel: 'telegram', lang: 'en', custom: { shop: 'harbour' }, conversation: { userId: ana.user.id } },
    ]);
  });

  test('sees buttons as the bot would', async () => {
    const ana = shop.person();
    await ana.says('which bike suits me?');
    await ana.presses('In the city');
    expect(ana.asked).toEqual([{ message: 'which bike suits me?', option: expect.any(Number) }]);
  });
});

describe('after the bot has answered, a hook', () => {
  const shop = useHooks({
    afterBot(answers) {
      const text = answers[0]?.messages[0] ?? '';
      if (text.includes('warranty')) return answers.map((answer) => ({ ...answer, messages: ['<b>Ten</b> years.'] }));
      if (text.includes('30 days')) return [];
      if (text.includes('cards')) throw new Error('the hook is broken');
      return undefined;
    },
  });

  test('may change the answers, which are then rendered as usual', async () => {
    expect(await shop.person().says('warranty')).toEqual(['Ten years.']);
  });

  test('may take them all away, which the user is told', async () => {
    expect(await shop.person().says('returns')).toEqual(['Sorry, something went wrong. Please try again in a moment.']);
    shop.logged('warn');
  });

  test('may fail without any harm, and the log says so', async () => {
    expect(await shop.person().says('paying')).toEqual([expect.stringMatching(/^We take cards/)]);
    expect(shop.logged('error').join()).toContain('afterBot');
  });
});

describe('a hook that renders', () => {
  const shop = useHooks({
    renderAnswer(answer) {
      if (answer.contents.title === 'The second chapter') {
        return [
          { kind: 'text', text: 'Chapter two, ours.' },
          { kind: 'image', url: 'https://a.example/two.png' },
        ];
      }
      if (answer.contents.title === 'Warranty') {
        const entries = ['One', 'Two', 'Three', 'Four'].map((label) => ({ label, payload: { message: label } }));
        return [{ kind: 'choices', question: 'options', style: 'postback', text: 'Ours:', entries }];
      }
      if (answer.contents.title === 'Paying') throw new Error('the hook is broken');
      return undefined;
    },
  });

  test('takes the place of the connector for the answers that it wants', async () => {
    expect(await shop.person().says('the story of our shop')).toEqual([
      'It began in 1923 with a ferryman who was tired of waiting for passengers.',
      'Chapter two, ours.',
      '<two.png>',
      'His great-granddaughter runs the shop today. She still does not like waiting.',
      'Would you like to visit us?\n[Yes] [No]',
    ]);
  });

  test('need not know what a channel can show, and its choices can be typed', async () => {
    const ana = shop.person('messenger');
    expect(await ana.says('warranty')).toEqual(['Ours:\n[One] [Two] [Three]', 'More options:\n[Four]']);
    await ana.says('four!');
    expect(ana.asked).toEqual([{ message: 'Four' }]);
    const ben = shop.person('twilio');
    expect(await ben.says('warranty')).toEqual(['Ours:\n1) One\n2) Two\n3) Three\n4) Four']);
    await ben.says('2');
    expect(ben.asked).toEqual([{ message: 'Two' }]);
  });

  test('may fail without any harm, and the log says so', async () => {
    expect(await shop.person().says('paying')).toEqual([expect.stringMatching(/^We take cards/)]);
    expect(shop.logged('error').join()).toContain('renderAnswer');
  });
});

describe('a hook that files tickets', () => {
  const filed: Record<string, unknown>[] = [];
  let fails = false;
  const shop = useHooks({
    async onTicket(data) {
      if (fails) throw new Error('the hook is broken');
      filed.push(data);
      return { created: data.INQUIRY !== 'spam' };
    },
  });
  const write = async (inquiry: string) => {
    const ana = shop.person();
    await ana.says('write to us');
    await ana.says('Ana');
    await ana.says('ana@a.example');
    return (await ana.says(inquiry)).at(-1);
  };

  test('gets the values of the form, and the user is told that it is filed', async () => {
    expect(await write('My bell is missing.')).toBe(
      'Your request has been registered. We will get back to you as soon as possible.',
    );
    expect(filed).toEqual([
      {
        FIRST_NAME: 'Ana',
        LAST_NAME: '',
        EMAIL_ADDRESS: 'ana@a.example',
        INQUIRY: 'My bell is missing.',
        QUEUE: '1',
      },
    ]);
  });

  test('may say that it could not', async () => {
    expect(await write('spam')).toBe('Your request could not be registered. Please try again later.');
  });

  test('may fail, which the user is told', async () => {
    fails = true;
    expect(await write('My bell is missing.')).toBe('Your request could not be registered. Please try again later.');
    expect(shop.logged('error').join()).toContain('onTicket');
  });
});
