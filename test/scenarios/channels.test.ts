import { describe, expect, test } from 'vitest';
import { envelopeOf, messageBody, postbackBody, pressOf, textMessage } from '../support/smooch-bodies.ts';
import { APP_ID } from '../support/stand.ts';
import { useConversation } from './use-conversation.ts';

/** How many of six values of a form stand under each message. */
const perMessage = { messenger: 3, web: 10, telegram: 10, line: 4, viber: 6, carrier_pigeon: 3 };
const BIKES = ['Quay', 'Dune', 'Jetty', 'Cliff', 'Ferry', 'Dinghy'];

describe('on every channel', () => {
  const shop = useConversation({
    conversation: { content_ratings: { enabled: true }, default: { answers: { maxOptions: 12 } } },
  });

  test.each(Object.entries(perMessage))('%s: %i buttons stand under a message at most', async (channel, count) => {
    const messages = await shop.person(channel).says('book a test ride');
    const drawn = BIKES.map((bike) => `[${bike}]`);
    const expected = [`Which bike would you like to try?\n${drawn.slice(0, count).join(' ')}`];
    if (count < BIKES.length) expected.push(`More options:\n${drawn.slice(count).join(' ')}`);
    expect(messages).toEqual(expected);
  });

  test.each(['messenger', 'web', 'telegram', 'line', 'viber', 'carrier_pigeon', 'whatsapp', 'twilio'])(
    '%s: every choice can be read as it is meant, and picked',
    async (channel) => {
      for (const [question, label, answer] of [
        ['names that look alike', 'Bicycle maintenance for the advanced', /^Tuesdays/],
        ['accessories', 'A lock that is harder to open than ours was', /^The Anchor/],
        ['our shop', 'Warranty', /^Frames have/],
        ['search the manual', 'Winter', /^Keep it half full/],
      ] as const) {
        const ana = shop.person(channel);
        const seen = await ana.says(question);
        if (seen.join('\n').includes('1) ')) {
          const number = /(\d+)\) /.exec(
            seen
              .join('\n')
              .split('\n')
              .find((line) => line.includes(`) ${label}`)) ?? '',
          );
          expect((await ana.says(number?.[1] ?? 'none'))[0]).toMatch(answer);
        } else {
          expect((await ana.presses(label))[0]).toMatch(answer);
        }
      }
    },
  );

  test.each(['messenger', 'web', 'telegram', 'line', 'viber', 'carrier_pigeon'])(
    '%s: ratings are quick replies',
    async (channel) => {
      const ana = shop.person(channel);
      expect((await ana.says('can be rated')).at(-1)).toBe('Was this answer helpful?\n(Yes) (No)');
      expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    },
  );
});

describe('a long text with buttons', () => {
  const shop = useConversation();
  const native = useConversation({ smooch: { channels: { whatsapp: { buttons: 'native' } } } });
  const paragraph = (words: number) => 'word '.repeat(words).trim();
  const ask = (message: string) => {
    const options = [{ label: 'First', value: 1 }];
    shop.teachAnswers('A long question', { type: 'multipleChoiceQuestion', message, options });
  };

  test.each([
    ['messenger', 640],
    ['line', 160],
  ])('on %s goes first, and the buttons stand under its last paragraph', async (channel, limit) => {
    ask(`<p>${paragraph(limit / 5)}</p><p>So, which one?</p>`);
    expect(await shop.person(channel).says('a long question')).toEqual([
      paragraph(limit / 5),
      'So, which one?\n[First]',
    ]);
  });

  test('on messenger is sent in as few pieces as the channel takes', async () => {
    ask(`<p>${paragraph(500)}</p><p>${paragraph(300)}.</p>`);
    const messages = await shop.person('messenger').says('a long question');
    expect(messages.at(-1)).toMatch(/\.\n\[First\]$/);
    expect(messages.filter((text) => text.length > 2000)).toEqual([]);
    expect(messages.join(' ').match(/word/g)).toHaveLength(800);
  });

  test('on whatsapp goes first as well, where an operator says that it has buttons', async () => {
    const { stand } = native;
    const options = [{ label: 'First', value: 1 }];
    const message = `<p>${paragraph(210)}</p><p>So, which one?</p>`;
    native.teachAnswers('A long question', { type: 'multipleChoiceQuestion', message, options });
    const ana = stand.user('whatsapp');
    ana.say('a long question');
    const [first, second] = await stand.smooch.control.waitForMessages(ana.id, 2);
    expect(first?.text).toBe(paragraph(210));
    expect(second).toMatchObject({ text: 'So, which one?', actions: [{ text: 'First' }] });
  });

  test('on whatsapp stays together with its numbered options', async () => {
    ask(`<p>${paragraph(400)}</p><p>So, which one?</p>`);
    const messages = await shop.person('whatsapp').says('a long question');
    expect(messages.join('\n')).toMatch(/So, which one\?\n1\) First$/);
  });

  test('on web is one message', async () => {
    ask(`<p>${paragraph(500)}</p><p>So, which one?</p>`);
    expect(await shop.person('web').says('a long question')).toEqual([`${paragraph(500)}\n\nSo, which one?\n[First]`]);
  });

  test('is split at what the channel takes without buttons, too', async () => {
    for (const [channel, limit] of [
      ['twilio', 1600],
      ['messenger', 2000],
    ] as const) {
      const messages = await shop.person(channel).says('terms of hire');
      expect(messages.filter((text) => text.length > limit)).toEqual([]);
      expect(messages.join('\n\n')).toMatch(/^1\. [\s\S]*Paragraph 105 holds in rain, too\.$/);
    }
  });
});

describe('a long text', () => {
  const shop = useConversation();

  test('is cut between sentences where it has no paragraphs, and between words where it has no sentences', async () => {
    shop.teach({ title: 'One paragraph', answer: `<p>${'This is one sentence of many. '.repeat(100)}</p>` });
    shop.teach({ title: 'One sentence', answer: 'word '.repeat(600) });
    const ana = shop.person('twilio');
    const sentences = await ana.says('one paragraph');
    expect(sentences.length).toBeGreaterThan(1);
    expect(sentences.filter((text) => !/^This .*many\.$/.test(text) || text.length > 1600)).toEqual([]);
    const words = await ana.says('one sentence');
    expect(words.length).toBeGreaterThan(1);
    expect(words.filter((text) => !/^word( word)*$/.test(text) || text.length > 1600)).toEqual([]);
    expect(words.join(' ').split(' ')).toHaveLength(600);
  });
});

describe('what an operator says about a channel', () => {
  const shop = useConversation({
    smooch: {
      channels: {
        whatsapp: { buttons: 'native', max_buttons: 2, label_length: 12 },
        web: { buttons: 'text' },
        messenger: { text_length: 100, text_with_buttons_length: 40 },
      },
    },
  });

  test('wins over what the connector knows', async () => {
    expect(await shop.person('web').says('battery or contact')).toEqual([
      'Did you take the battery out lately?\n1) Yes\n2) No',
    ]);
    const messages = await shop.person('messenger').says('which bike suits me?');
    expect(messages).toEqual([
      'Let us find out!',
      'Where will you ride most?\n[In the city] [On gravel] [Somewhere else]',
    ]);
    expect((await shop.person('messenger').says('warranty')).filter((text) => text.length > 100)).toEqual([]);
  });

  test('can give a channel buttons', async () => {
    const ana = shop.stand.user('whatsapp');
    ana.say('names that look alike');
    const [first, second] = await shop.stand.smooch.control.waitForMessages(ana.id, 2);
    expect(first?.actions?.map(({ text }) => text)).toEqual(['Bicycle… (1)', 'Bicycle… (2)']);
    expect(second).toMatchObject({ text: 'More options:', actions: [{ text: 'Bicycle… (3)' }] });
  });
});

describe('the channel of a conversation', () => {
  const shop = useConversation();

  test('is that of the message', async () => {
    const ana = shop.person('web');
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n[Yes] [No]']);
    ana.user.switchTo('twilio');
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n1) Yes\n2) No']);
    ana.user.switchTo('web');
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n[Yes] [No]']);
  });

  test('is an unknown one when it is called like something of JavaScript', async () => {
    for (const type of ['constructor', '__proto__', 'toString']) {
      const ana = shop.person('messenger');
      const messages = await ana.does({ do: 'text', text: 'book a test ride', extra: { source: { type } } });
      expect(messages[1]).toBe('More options:\n[Cliff] [Ferry] [Dinghy]');
    }
  });

  test('is that of the client where the message does not say', async () => {
    const ana = shop.person('twilio');
    expect(await ana.pressesForged({ directCall: 'menu' }, 'Menu')).toContain(
      'Which topic would you like?\n1) Our shop\n2) Texts\n3) More topics',
    );
    expect(await ana.does({ do: 'text', text: 'battery or contact', extra: { source: null } })).toEqual([
      'Did you take the battery out lately?\n1) Yes\n2) No',
    ]);
  });
});

describe('where a webhook tells no channel', () => {
  const shop = useConversation();
  const POLAR = 'Did you take the battery out lately?';
  const post = (body: unknown) => shop.stand.smooch.control.sendRaw(JSON.stringify(body));

  test('it is the conversation’s last', async () => {
    const ana = shop.person('twilio');
    await ana.says('hello');
    await post(messageBody({ appId: APP_ID, id: ana.user.id }, textMessage('battery or contact', { source: {} })));
    await ana.ended(2);
    expect(ana.seen().at(-1)).toBe(`${POLAR}\n1) Yes\n2) No`);
  });

  test('at the first thing a user does, it is the one on which they are active', async () => {
    const ana = shop.person('twilio');
    const press = pressOf({ text: 'Battery', payload: JSON.stringify({ message: 'battery or contact' }) });
    await post(postbackBody({ appId: APP_ID, id: ana.user.id }, press));
    await ana.ended(1);
    expect(ana.seen()).toEqual([`${POLAR}\n1) Yes\n2) No`]);
  });
});

describe('after an image', () => {
  const shop = useConversation({ smooch: { media_pause_ms: 4_900 } });
  /** Shorter than the pause: what comes by then did not wait for its end. */
  const PROMPTLY = 4_000;
  const waitForMessages = (id: string, count: number) => shop.stand.smooch.control.waitForMessages(id, count, PROMPTLY);
  /** Tells the connector that the channel has a message. */
  const tellTaken = (id: string, messageId: string) => {
    const delivery = { message: { _id: messageId }, destination: { type: 'messenger' }, isFinalEvent: false };
    const body = envelopeOf({ appId: APP_ID, id }, 'message:delivery:channel', delivery);
    return shop.stand.smooch.control.sendRaw(JSON.stringify(body));
  };

  test('the next message goes out when the channel has the image', async () => {
    shop.stand.smooch.control.deliveryEvents.settings.enabled = false;
    const ana = shop.person('messenger');
    ana.user.say('the dune');
    const [image] = await waitForMessages(ana.user.id, 1);
    await tellTaken(ana.user.id, image!._id);
    await waitForMessages(ana.user.id, 2);
    expect(ana.seen()).toEqual(['<bike-blue.png>', expect.stringMatching(/^The Dune is/)]);
  });

  test('that was the last message of a turn, the first of the next turn goes out then', async () => {
    shop.stand.smooch.control.deliveryEvents.settings.enabled = false;
    const ana = shop.person('messenger');
    await ana.says('our workshop');
    ana.user.say('warranty');
    await shop.stand.chatbot.control.journal.waitFor({ endpoint: 'message', status: 200 }, { count: 2 });
    await tellTaken(ana.user.id, ana.user.received[1]!._id);
    await waitForMessages(ana.user.id, 3);
    expect(ana.seen().slice(1)).toEqual(['<workshop.png>', expect.stringMatching(/^Frames have/)]);
  });
});

describe('after an image for which an operator set a long pause', () => {
  const shop = useConversation({ smooch: { media_pause_ms: 60_000 } });

  test('the next message still goes out when the channel has the image', async () => {
    const ana = shop.person('messenger');
    expect(await ana.says('the dune')).toEqual(['<bike-blue.png>', expect.stringMatching(/^The Dune is/)]);
  });
});

describe('after an image of which the channel tells nothing', () => {
  const shop = useConversation({ smooch: { media_pause_ms: 30 } });

  test('the next message goes out a while later, also when it belongs to a later turn', async () => {
    shop.stand.smooch.control.deliveryEvents.settings.enabled = false;
    const ana = shop.person('messenger');
    expect(await ana.says('the dune')).toHaveLength(2);
    expect(await ana.says('our workshop')).toHaveLength(2);
    expect(await ana.says('warranty')).toEqual([expect.stringMatching(/^Frames have/)]);
  });
});
