import { expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const shop = useConversation();
const IMAGE = 'https://pictures.example/';

/** What an editor wrote, and what arrives. */
const cases: [name: string, html: string, messages: string[], log?: RegExp][] = [
  ['paragraphs and line breaks', '<p>One<br>two</p><p>three<br/>four</p>', ['One\ntwo\n\nthree\nfour']],
  ['a text without any tag, with its line breaks', 'First line\nsecond line', ['First line\nsecond line']],
  ['a text without any tag, with its signs', '2 < 3 & 5 > 4', ['2 < 3 & 5 > 4']],
  ['words joined by tags only', '<div>un<b>believ</b>able</div>', ['unbelievable']],
  ['nothing but a heading', '<h2>Hours</h2>', ['Hours']],
  ['headings between paragraphs', '<h1>A</h1><p>b</p><h2>C</h2><p>d</p>', ['A\n\nb\n\nC\n\nd']],
  ['a list', '<ul><li>salt</li><li>pepper</li></ul>', ['- salt\n- pepper']],
  ['a numbered list', '<ol><li>in</li><li>out</li></ol>', ['1. in\n2. out']],
  ['a numbered list that begins later', '<ol start="4"><li>in</li><li>out</li></ol>', ['4. in\n5. out']],
  [
    'lists in lists',
    '<ol><li>Fruit<ul><li>apple</li><li>pear<ol><li>green</li></ol></li></ul></li><li>Bread</li></ol>',
    ['1. Fruit\n  - apple\n  - pear\n    1. green\n2. Bread'],
  ],
  [
    'a table',
    '<table><tr><th>Size</th><th>Price</th></tr><tr><td>S</td><td>€ 1</td></tr></table>',
    ['Size | Price\nS | € 1'],
  ],
  [
    'a table between texts',
    '<p>Look:</p><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table><p>Done.</p>',
    ['Look:\n\na | b\n\nDone.'],
  ],
  ['entities', '&lt;b&gt; &amp;amp; &euro;&nbsp;5 &#8212; caf&eacute; &#x2615;', ['<b> &amp; € 5 — café ☕']],
  ['a link with a text', '<a href="https://a.example/x?y=1&amp;z=2">here</a>', ['here (https://a.example/x?y=1&z=2)']],
  ['a link without a text', 'See <a href="https://a.example/x"></a>', ['See https://a.example/x']],
  ['a link equal to its text', '<a href="https://a.example/x">https://a.example/x</a>', ['https://a.example/x']],
  ['a link to an address for letters', '<a href="mailto:hi@a.example">write</a>', ['write (hi@a.example)']],
  ['a link to its own address for letters', '<a href="mailto:hi@a.example">hi@a.example</a>', ['hi@a.example']],
  ['a link to a telephone', '<a href="tel:+34900">call</a> <a href="tel:+34901">+34901</a>', ['call (+34900) +34901']],
  ['a link in single quotes', "<a href='https://a.example/x'>here</a>", ['here (https://a.example/x)']],
  ['an image alone', `<img src="${IMAGE}a.png">`, ['<a.png>']],
  ['an image first', `<img src="${IMAGE}a.png"><p>after</p>`, ['<a.png>', 'after']],
  ['an image last', `<p>before</p><img src="${IMAGE}a.png">`, ['before', '<a.png>']],
  ['an image between texts', `before<img src="${IMAGE}a.png">after`, ['before', '<a.png>', 'after']],
  ['images in a row', `<img src="${IMAGE}a.png"> <img src="${IMAGE}b.png">`, ['<a.png>', '<b.png>']],
  [
    'an image in a link',
    `<a href="https://a.example/x"><img src="${IMAGE}a.png"></a>`,
    ['<a.png>', 'https://a.example/x'],
  ],
  ['an image in single quotes and capitals', `x<IMG SRC='${IMAGE}a.png'>`, ['x', '<a.png>']],
  ['a relative image', '<p>before <img src="/a.png">after</p>', ['before after'], /relative/],
  ['what a relative image shows', 'Press <img src="/save.png" alt="Save"> now', ['Press Save now'], /relative/],
  [
    'what an image in the text itself shows',
    '<p>A</p><p><img src="data:image/png;base64,AAAA" alt="red bike"></p>',
    ['A\n\nred bike'],
    /data:/,
  ],
  ['an emoji', 'Hi <img class="emoji" alt="😊" width="16" height="16" src="https://s.example/1f60a.png">!', ['Hi 😊!']],
  ['an icon', `Press <img src="${IMAGE}save.png" alt="Save" width="24" height="24"> now`, ['Press Save now']],
  ['a counting pixel', `Text<img width="1" height="1" src="https://count.example/?x=1">`, ['Text']],
  ['a struck-out price', '<del>59 €</del> 39 €', ['39 €']],
  ['a day that was struck out', '<p>Open <s>Monday to</s> Friday</p>', ['Open Friday']],
  ['a line through a text', '<p><span style="text-decoration: line-through">59 €</span> 39 €</p>', ['39 €']],
  ['a hidden note', '<p hidden>internal note</p><p>Text</p><p style="display:none">more</p>', ['Text']],
  ['a power and a formula', '10<sup>2</sup> litres of H<sub>2</sub>O', ['10² litres of H₂O']],
  ['a quote', 'Say <q>friend</q>.', ['Say “friend”.']],
  ['a countdown', '<ol reversed><li>three</li><li>two</li><li>one</li></ol>', ['3. three\n2. two\n1. one']],
  ['an image in the text itself', 'before <img src="data:image/png;base64,AAAA"> after', ['before after'], /data:/],
  ['an image without any source', 'before <img alt="x"> after', ['before x after'], /image/],
  [
    'a video',
    '<p>Watch:</p><video src="https://a.example/film.mp4"></video>',
    ['Watch:\n\nhttps://a.example/film.mp4'],
  ],
  [
    'a video with a source',
    '<video controls><source src="https://a.example/film.mp4"></video>',
    ['https://a.example/film.mp4'],
  ],
  ['a sound', '<audio src="https://a.example/bell.mp3"></audio>', ['https://a.example/bell.mp3']],
  ['a frame', '<iframe src="https://a.example/embed/1"></iframe>', ['https://a.example/embed/1']],
  [
    'a link to a document',
    '<a href="https://a.example/manual.pdf">the manual</a>',
    ['the manual (https://a.example/manual.pdf)'],
  ],
  ['scripts and styles', '<style>p{}</style><p>Text</p><script>alert("no")</script>', ['Text']],
  ['a comment', 'be<!-- nobody -->fore', ['before']],
  ['tags that are never closed', '<p>One<p>Two <b>three', ['One\n\nTwo three']],
  ['tags that are closed twice', '<p>One</b></p></p>Two', ['One\n\nTwo']],
  ['a tag that never ends', '<p>Text before <a href="https://a.exam', ['Text before']],
];

test.each(cases)('%s arrives as it was meant', async (_name, html, messages, log) => {
  shop.teach({ title: 'The case', answer: html });
  const ana = shop.person();
  expect(await ana.says('the case')).toEqual(messages);
  expect(shop.logged('warn').join()).toMatch(log ?? /^$/);
});

test.each([
  ['a price', '<del>59 €</del> 39 €', '~59 €~ 39 €'],
  [
    'a style',
    '<p>Open <span style="text-decoration:line-through">Monday to</span> Friday</p>',
    'Open ~Monday to~ Friday',
  ],
])('on WhatsApp what is struck out is shown so: %s', async (_name, html, expected) => {
  shop.teach({ title: 'The case', answer: html });
  expect(await shop.person('whatsapp').says('the case')).toEqual([expected]);
  expect(await shop.person('twilio').says('the case')).toEqual([expected.replace(/~[^~]*~ /, '')]);
});

test('an answer in which everything is struck out says nothing, which the user is told', async () => {
  shop.teach({ title: 'The case', answer: '<p><del>Closed in May</del></p>' });
  expect(await shop.person().says('the case')).toHaveLength(1);
  expect(shop.logged('warn').join()).toMatch(/nothing that can be shown/);
});

test('neither struck-out nor hidden words are on a button, in a heading or beside an answer', async () => {
  shop.teachAnswers(
    'All places',
    {
      type: 'multipleChoiceQuestion',
      message: 'Which <s>old</s> one?',
      options: [
        { label: '<del>Standard</del> Express', value: 1, attributes: {} },
        { label: '<span hidden>x</span>Pick-up', value: 2, attributes: {} },
        { label: '<s>Sold out</s>', value: 3, attributes: { title: 'The third' } },
      ],
    },
    {
      type: 'answer',
      message: 'Done.',
      attributes: { URL_BUTTON: [{ title: '<s>Old</s> Shop', url: 'https://a.example/shop' }] },
      parameters: {
        contents: {
          related: { relatedTitle: 'See <s>this</s> also', relatedContents: [{ id: 1, title: '<s>59</s> Price' }] },
        },
      },
    },
  );
  const ana = shop.person();
  expect(await ana.says('all places')).toEqual([
    'Which one?\n[Express] [Pick-up] [The third]',
    'Done.\n{Shop -> https://a.example/shop}',
    'See also\n[Price]',
  ]);
});

test('the address of an image is in the form of the URL standard', async () => {
  shop.teach({
    title: 'The case',
    answer:
      '<img src="https://bücher.example/Fahrräder für Süd.jpg?größe=1"><a href="https://bücher.example/für">x</a>',
  });
  const ana = shop.person();
  const [, text] = await ana.says('the case');
  expect(ana.messages[0]?.mediaUrl).toBe(
    'https://xn--bcher-kva.example/Fahrr%C3%A4der%20f%C3%BCr%20S%C3%BCd.jpg?gr%C3%B6%C3%9Fe=1',
  );
  expect(text).toBe('x (https://bücher.example/für)');
});

test('an image keeps its address and what it shows in words', async () => {
  shop.teach({ title: 'The case', answer: `<img src="${IMAGE}a.png?x=1&amp;y=2" alt="A red bike">` });
  const ana = shop.person();
  await ana.says('the case');
  expect(ana.messages).toMatchObject([
    { type: 'image', mediaUrl: `${IMAGE}a.png?x=1&y=2`, altText: 'A red bike', role: 'appMaker' },
  ]);
});

test('an image with a long description, or a strange address, is still an image', async () => {
  const alt = 'A red bike that leans against the wall of the old ferry house. '.repeat(8);
  shop.teach({
    title: 'The case',
    answer: `<img src="${IMAGE}ein%20Bild.png" alt="${alt}"><img src="${IMAGE}zwei Räder.png" alt=" ">`,
  });
  const ana = shop.person();
  await ana.says('the case');
  expect(ana.messages.map(({ type }) => type)).toEqual(['image', 'image']);
  expect(alt).toContain(ana.messages[0]?.altText?.replace(/…$/, ''));
});

test('pictures and texts arrive in the order of the page', async () => {
  const ana = shop.person('messenger');
  expect(await ana.says('around the harbour')).toEqual([
    'Start at the lighthouse and keep the water on your left.',
    '<lighthouse.png>',
    'After three kilometres you reach the bridge. Ring the bell!',
    '<bridge.png>',
    'From there it is ten minutes back to us.',
  ]);
});

test('a picture as a question, and one in an option, leave nothing empty behind', async () => {
  shop.teachAnswers('Only pictures', {
    type: 'multipleChoiceQuestion',
    message: `<img src="${IMAGE}a.png">`,
    options: [{ label: `<img src="${IMAGE}b.png" alt="b">`, value: 5, attributes: { title: 'The second' } }],
  });
  const ana = shop.person();
  const messages = await ana.says('only pictures');
  expect(messages[0]).toBe('<a.png>');
  expect(messages.slice(1)).toEqual(['More options:\n[The second]']);
});
