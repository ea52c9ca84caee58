import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const CATALOGUE = 'https://harbour-cycles.example/catalogue';
const COMPARE = 'https://harbour-cycles.example/compare';

describe('buttons that open pages', () => {
  const shop = useConversation();

  test('stand under the text of the answer', async () => {
    const ana = shop.person();
    expect(await ana.says('two links')).toEqual([
      'You can look at all our bikes online, or compare three of them side by side.\n' +
        `{See all bikes -> ${CATALOGUE}} {Compare bikes -> ${COMPARE}}`,
    ]);
    expect(ana.messages[0]?.actions).toMatchObject([
      { type: 'webview', text: 'See all bikes', uri: CATALOGUE, fallback: CATALOGUE },
      { type: 'webview', text: 'Compare bikes', uri: COMPARE, fallback: COMPARE },
    ]);
  });

  test('may be one alone', async () => {
    const ana = shop.person('messenger');
    expect(await ana.says('book a place')).toEqual([
      'Our Sunday ride starts at eight. There are twenty places.\n{Book a place -> https://harbour-cycles.example/sunday-ride}',
    ]);
  });

  test('stand under the last text, beside images too', async () => {
    expect(await shop.person().says('a link beside a picture')).toEqual([
      'The Dune in red, as seen in the harbour.\n{Order it -> https://harbour-cycles.example/dune/red}',
      '<bike-red.png>',
    ]);
    shop.teach({
      title: 'Around a picture',
      answer: '<p>Before.</p><img src="https://a.example/a.png"><p>After.</p>',
      attributes: { URL_BUTTON: { title: 'Order', url: COMPARE } },
    });
    expect(await shop.person().says('around a picture')).toEqual([
      'Before.',
      '<a.png>',
      `After.\n{Order -> ${COMPARE}}`,
    ]);
  });

  test('stand under the last of several bubbles', async () => {
    shop.teach({
      title: 'Bubbles',
      answer: ['One.', 'Two.'],
      attributes: { URL_BUTTON: { title: 'Go', url: COMPARE } },
    });
    expect(await shop.person().says('bubbles')).toEqual(['One.', `Two.\n{Go -> ${COMPARE}}`]);
  });

  test('are shown although the answer is nothing but a picture', async () => {
    shop.teach({
      title: 'Just a picture',
      answer: '<img src="https://a.example/a.png">',
      attributes: { URL_BUTTON: { title: 'Go', url: COMPARE } },
    });
    const messages = await shop.person().says('just a picture');
    expect(messages.join('\n')).toContain('<a.png>');
    expect(messages.join('\n')).toContain(`{Go -> ${COMPARE}}`);
  });

  test.each<[name: string, group: unknown, why: RegExp]>([
    ['a title', { title: '', url: COMPARE }, /number 2 of 2 .* no title \(URL_BUTTON, title\)/],
    ['an address', { title: 'No address', url: '' }, /number 2 of 2 .* no address \(URL_BUTTON, url\)/],
    ['an address at all', { title: 'No address' }, /number 2 of 2 .* no address/],
    ['a scheme', { title: 'Sale', url: 'shop.example/sale' }, /number 2 of 2 .* does not begin with https:/],
    ['an address that may be sent', { title: 'No', url: 'javascript:alert(1)' }, /number 2 of 2 .* javascript:/],
    ['an address that is one', { title: 'No', url: 'https://' }, /number 2 of 2 .* none, although/],
  ])('are left out one by one: one that lacks %s; the log says which and why', async (_name, group, why) => {
    const URL_BUTTON = [{ title: 'Go', url: COMPARE }, group];
    shop.teach({ title: 'Incomplete', answer: 'The text.', attributes: { URL_BUTTON } });
    expect(await shop.person().says('incomplete')).toEqual([`The text.\n{Go -> ${COMPARE}}`]);
    expect(shop.logged('warn')).toEqual([expect.stringMatching(why)]);
  });

  test('are left out of an answer of which none can be shown, its text is', async () => {
    shop.teach({ title: 'Incomplete', answer: 'The text.', attributes: { URL_BUTTON: { url: COMPARE } } });
    expect(await shop.person().says('incomplete')).toEqual(['The text.']);
    expect(shop.logged('warn')).toHaveLength(1);
    expect(await shop.person().says('a link without an address')).toEqual([
      `One of the buttons of this answer has no address. It is left out, the other one is there.\n{See all bikes -> ${CATALOGUE}}`,
    ]);
    expect(shop.logged('warn')).toHaveLength(2);
  });

  test('may call a number or write a mail: such are links, pages stay what they were', async () => {
    const pages = [
      { title: 'Call', url: 'tel:+34 900 111 222' },
      { title: 'Write', url: 'mailto:hi@a.example?subject=A bike' },
      { title: 'Shop', url: 'https://bücher.example/Räder?größe=1' },
    ];
    shop.teach({ title: 'Contact us', answer: 'How?', attributes: { URL_BUTTON: pages } });
    const ana = shop.person('messenger');
    await ana.says('contact us');
    const shopAddress = 'https://xn--bcher-kva.example/R%C3%A4der?gr%C3%B6%C3%9Fe=1';
    expect(ana.messages[0]?.actions).toMatchObject([
      { type: 'link', text: 'Call', uri: 'tel:+34900111222' },
      { type: 'link', text: 'Write', uri: 'mailto:hi@a.example?subject=A%20bike' },
      { type: 'webview', text: 'Shop', uri: shopAddress, fallback: shopAddress },
    ]);
    expect(ana.messages[0]?.actions?.[0]).not.toHaveProperty('fallback');
    expect(await shop.person('twilio').says('contact us')).toEqual([
      'How?\nCall: tel:+34900111222\nWrite: mailto:hi@a.example?subject=A%20bike\nShop: https://bücher.example/Räder?größe=1',
    ]);
  });

  test('that open no page are lines of the text on LINE, which refuses messages with them', async () => {
    const pages = [
      { title: 'Call', url: 'tel:+34900111222' },
      { title: 'Shop', url: COMPARE },
    ];
    shop.teach({ title: 'Contact us', answer: 'How?', attributes: { URL_BUTTON: pages } });
    expect(await shop.person('line').says('contact us')).toEqual([
      `How?\nCall: tel:+34900111222\n{Shop -> ${COMPARE}}`,
    ]);
    shop.teach({ title: 'Contact us', answer: 'How?', attributes: { URL_BUTTON: pages.slice(0, 1) } });
    expect(await shop.person('line').says('contact us')).toEqual(['How?\nCall: tel:+34900111222']);
  });

  test('stand beside the options of a question, and never beside quick replies', async () => {
    shop.teach({
      title: 'A question with a page',
      attributes: { URL_BUTTON: { title: 'Read', url: COMPARE } },
      options: { question: 'Which?', choices: ['News', 'Paying'] },
    });
    const ana = shop.person();
    expect(await ana.says('a question with a page')).toEqual([`Which?\n{Read -> ${COMPARE}} [News] [Paying]`]);
    expect(await ana.presses('Paying')).toEqual([expect.stringMatching(/^We take cards/)]);
  });

  test('follow in further messages where the channel takes fewer', async () => {
    const pages = ['a', 'b', 'c', 'd'].map((name) => ({ title: name, url: `https://a.example/${name}` }));
    shop.teach({ title: 'Four pages', answer: 'Look:', attributes: { URL_BUTTON: pages } });
    const drawn = pages.map(({ title, url }) => `{${title} -> ${url}}`);
    expect(await shop.person('messenger').says('four pages')).toEqual([
      `Look:\n${drawn.slice(0, 3).join(' ')}`,
      `More options:\n${drawn[3]}`,
    ]);
  });

  test.each(['twilio', 'whatsapp', 'mailgun'])('are lines of text on %s', async (channel) => {
    const ana = shop.person(channel);
    expect(await ana.says('two links')).toEqual([
      'You can look at all our bikes online, or compare three of them side by side.\n' +
        `See all bikes: ${CATALOGUE}\nCompare bikes: ${COMPARE}`,
    ]);
    expect(ana.messages[0]?.actions).toBeUndefined();
  });

  test('are no choice that can be typed', async () => {
    const ana = shop.person('twilio');
    await ana.says('two links');
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
  });
});

describe('buttons that open pages, where no attribute is configured for them,', () => {
  const none = { button_title: '', url_buttons: { attribute_name: '', button_title_var: '', button_url_var: '' } };
  const shop = useConversation({ conversation: { digester: none } });

  test('are not there', async () => {
    expect(await shop.person().says('two links')).toEqual([
      'You can look at all our bikes online, or compare three of them side by side.',
    ]);
  });

  test('and no button title is used either', async () => {
    expect((await shop.person().says('delivery')).join()).toContain(
      '[Delivery times] [Delivery costs] [Delivery abroad]',
    );
  });
});
