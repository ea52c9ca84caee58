import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const LONGEST_TEXT = 4096;

describe('an answer of the bot', () => {
  const shop = useConversation();

  test('arrives as plain text', async () => {
    const ana = shop.person();
    expect(await ana.says('returns')).toEqual([
      'You can return anything within 30 days, even a bike you have ridden, as long as it comes back clean. ' +
        'We collect bikes; smaller things go to any parcel shop.',
    ]);
  });

  test('arrives with all the others of its response, in their order', async () => {
    const ana = shop.person();
    expect(await ana.says('the story of our shop')).toEqual([
      'It began in 1923 with a ferryman who was tired of waiting for passengers.',
      'He repaired one bicycle, then ten, and at last he sold the ferry.',
      'His great-granddaughter runs the shop today. She still does not like waiting.',
      'Would you like to visit us?\n[Yes] [No]',
    ]);
    expect(await ana.presses('No')).toEqual(['Another time, then. We will be here.']);
  });

  test('is one message for each of several bubbles, and its joined text is not shown as well', async () => {
    shop.teachAnswers('In pieces', {
      type: 'answer',
      message: 'One <b>thing</b>.\nAnd another.',
      messageList: ['One <b>thing</b>.', '', '<p>&nbsp;</p>', 'And another.'],
    });
    const ana = shop.person();
    expect(await ana.says('in pieces')).toEqual(['One thing.', 'And another.']);
  });

  test('is its message where there are no bubbles', async () => {
    shop.teachAnswers(
      'Of an old bot',
      { type: 'answer', message: 'Without a list.' },
      { type: 'answer', message: 'With an empty one.', messageList: [] },
      { type: 'answer', message: 'With a blank one.', messageList: [' ', ''] },
    );
    const ana = shop.person();
    expect(await ana.says('of an old bot')).toEqual(['Without a list.', 'With an empty one.', 'With a blank one.']);
  });

  test('may have null wherever the API allows it', async () => {
    const ana = shop.person();
    expect(await ana.says('nulls everywhere')).toEqual(['In this answer everything that may be null is null.']);
    expect(await ana.says('bubbles only')).toEqual([
      'This answer has no message, only bubbles.',
      'The one in the middle is empty.',
    ]);
  });

  test('of an unknown type is its text, and the log tells', async () => {
    const ana = shop.person();
    expect(await ana.says('an unknown type')).toEqual([
      'This is an answer of a kind that nobody knows yet. Its text can still be read.',
    ]);
    expect(shop.logged('warn').join()).toContain('hologram');
  });

  test('of an unknown type without text does not take the known ones beside it away', async () => {
    const ana = shop.person();
    expect(await ana.says('unknown beside known')).toEqual([
      'The answer before this one had no text and a type that nobody knows. This one is as usual.',
    ]);
    expect(shop.logged('warn').join()).toContain('hologram');
  });

  test('of 20,000 characters arrives whole, in order and cut between paragraphs', async () => {
    const ana = shop.person();
    const messages = await ana.says('terms of hire');
    expect(messages.length).toBeGreaterThan(4);
    expect(messages.filter((text) => text.length > LONGEST_TEXT)).toEqual([]);
    const paragraphs = messages.join('\n\n').split('\n\n');
    expect(paragraphs.map((text) => text.slice(0, text.indexOf('.')))).toEqual(
      Array.from({ length: 105 }, (_, index) => String(index + 1)),
    );
    expect(new Set(paragraphs.map((text) => text.replaceAll(/\d+/g, 'n'))).size).toBe(1);
    expect(messages.join('').length).toBeGreaterThan(20_000);
  });

  test('is never cut inside of a visible character', async () => {
    const ana = shop.person();
    const messages = await ana.says('a wall of emoji');
    const characters = (text: string) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.filter((text) => text.length > LONGEST_TEXT)).toEqual([]);
    expect(messages.flatMap(characters)).toEqual(
      Array.from({ length: 420 }, () => ['👩‍👩‍👧‍👦', '🚲', 'e̋', '🇪🇺', '👍🏽']).flat(),
    );
  });

  test('carries the mark by which each of its messages is found again', async () => {
    const ana = shop.person();
    await ana.says('around the harbour');
    const [first = '', ...others] = ana.messages.map(({ metadata }) => String(metadata?.connector_step));
    expect(first).toMatch(/^[\w-]+\.0$/);
    expect(others).toEqual([1, 2, 3, 4].map((number) => first.replace(/0$/, String(number))));
  });
});

describe('related contents', () => {
  const shop = useConversation();

  test('are a message of their own after the answer, and a press asks for the title', async () => {
    const ana = shop.person();
    expect(await ana.says('riding in the rain')).toEqual([
      'There is no bad weather, only the wrong mudguards.',
      'Readers of this also looked at\n[Packing for a tour] [Brakes squeal]',
    ]);
    expect(ana.payload('Brakes squeal')).toEqual({ message: 'Brakes squeal' });
    expect(await ana.presses('Brakes squeal')).toEqual([
      'Squealing brakes mostly have a drop of oil on the disc. Clean it with alcohol, then brake hard ten times.',
    ]);
    expect(ana.asked).toEqual([{ message: 'Brakes squeal' }]);
  });

  test('can be typed by number where there are no buttons', async () => {
    const ana = shop.person('twilio');
    expect(await ana.says('riding in the rain')).toEqual([
      'There is no bad weather, only the wrong mudguards.',
      'Readers of this also looked at\n1) Packing for a tour\n2) Brakes squeal',
    ]);
    await ana.says('2');
    expect(ana.asked).toEqual([{ message: 'Brakes squeal' }]);
  });

  test('follow their own answer, under a heading of ours where the bot sends none', async () => {
    const related = { relatedTitle: '', relatedContents: [{ id: 4, title: '<i>Returns</i>' }] };
    shop.teachAnswers(
      'Two at once',
      { type: 'answer', message: 'The first.', parameters: { contents: { title: 'First', related } } },
      { type: 'answer', message: 'The second.' },
    );
    const ana = shop.person();
    expect(await ana.says('two at once')).toEqual([
      'The first.',
      'You may also be interested in:\n[Returns]',
      'The second.',
    ]);
  });
});

describe('the side bubble', () => {
  describe('that is configured', () => {
    const shop = useConversation({
      conversation: { default: { answers: { sideBubbleAttributes: ['SIDEBUBBLE_TEXT', 'SIDE_NOTE'] } } },
    });

    test('is a message of its own for each attribute that says something', async () => {
      const ana = shop.person();
      expect(await ana.says('did you know?')).toEqual([
        'A bicycle is the most efficient way to travel that anybody has ever measured.',
        'In the margin: A person on a bicycle needs about a fifth of the energy of a person on foot.',
        'Measured in 1973, and nobody has argued since.',
      ]);
      expect(await ana.says('warranty')).toHaveLength(1);
    });

    test('stands after its answer and before the related contents', async () => {
      shop.teach({
        title: 'With a margin',
        answer: 'The page.',
        side_bubble: '<p>The <b>margin</b>.</p>',
        related: { title: 'See also', contents: ['Returns'] },
      });
      const ana = shop.person();
      expect(await ana.says('with a margin')).toEqual(['The page.', 'The margin.', 'See also\n[Returns]']);
    });

    test('that is blank is no message', async () => {
      shop.teach({ title: 'A blank margin', answer: 'The page.', side_bubble: '<p>&nbsp;</p><br>' });
      const ana = shop.person();
      expect(await ana.says('a blank margin')).toEqual(['The page.']);
    });
  });

  describe('that is not configured', () => {
    const shop = useConversation();

    test('is not shown', async () => {
      const ana = shop.person();
      expect(await ana.says('did you know?')).toEqual([
        'A bicycle is the most efficient way to travel that anybody has ever measured.',
      ]);
    });
  });
});
