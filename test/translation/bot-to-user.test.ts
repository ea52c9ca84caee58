import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBlank } from '../../src/core/text.ts';
import { type RenderedAnswers, renderAnswers, renderSubAnswer } from '../../src/translation/bot-to-user.ts';
import type { ChoicesDraft, Draft } from '../../src/translation/draft.ts';
import { botAnswer, renderContext } from './bot-answer.ts';

const text = (said: string): Draft => ({ kind: 'text', text: said });

function onlyChoices({ drafts }: RenderedAnswers): ChoicesDraft {
  const choices = drafts.filter((draft) => draft.kind === 'choices');
  expect(choices).toHaveLength(1);
  return choices[0] as ChoicesDraft;
}

describe('text answers', () => {
  test('become plain text, one message per bubble, in the order of the answers', () => {
    const answers = [
      botAnswer({ messages: ['<p>You can <b>order</b></p><p>online.</p>', 'Or by phone.'] }),
      botAnswer({ messages: ['Bye'] }),
    ];
    expect(renderAnswers(answers, renderContext())).toEqual({
      drafts: [text('You can order\n\nonline.'), text('Or by phone.'), text('Bye')],
      lists: [],
      notes: [],
    });
  });

  test('with images become text, image, text', () => {
    const { drafts } = renderAnswers(
      [botAnswer({ messages: ['one<img src="https://x.example/1.png" alt="A map">two'] })],
      renderContext(),
    );
    expect(drafts).toEqual([
      text('one'),
      { kind: 'image', url: 'https://x.example/1.png', altText: 'A map' },
      text('two'),
    ]);
  });

  test('that say nothing become nothing', () => {
    expect(renderAnswers([botAnswer({ messages: ['<p>&nbsp;</p>', ''] })], renderContext()).drafts).toEqual([]);
  });

  test('of an unknown type are shown as text and noted, the known ones beside them are shown', () => {
    const answers = [botAnswer({ type: 'hologram', messages: ['<b>one</b>'] }), botAnswer({ messages: ['two'] })];
    const { drafts, notes } = renderAnswers(answers, renderContext());
    expect(drafts).toEqual([text('one'), text('two')]);
    expect(notes).toEqual(['an answer of the unknown type "hologram" was shown as its text']);
  });

  test('note what was left out of them', () => {
    expect(renderAnswers([botAnswer({ messages: ['one<img src="1.png">'] })], renderContext()).notes).toHaveLength(1);
  });
});

describe('questions with options', () => {
  const options = [
    { label: 'Track my <b>parcel</b>', value: 22, attributes: {} },
    { label: 'Return &amp; refund', value: '23', attributes: {} },
  ];
  const question = botAnswer({ type: 'multipleChoiceQuestion', messages: ['Which one?'], options });

  test('become choices: labels without HTML, the value with its type beside the last text of the user', () => {
    expect(renderAnswers([question], renderContext()).drafts).toEqual([
      {
        kind: 'choices',
        question: 'options',
        style: 'postback',
        text: 'Which one?',
        links: [],
        entries: [
          { label: 'Track my parcel', payload: { message: 'where is my parcel', option: 22 } },
          { label: 'Return & refund', payload: { message: 'where is my parcel', option: '23' } },
        ],
      },
    ]);
  });

  test('send at most 256 characters of the last text, none of them halved', () => {
    const lastUserText = `${'x'.repeat(255)}👩‍👩‍👧‍👦`;
    const { entries } = onlyChoices(renderAnswers([question], renderContext({ lastUserText })));
    expect(entries[0]?.payload).toEqual({ message: 'x'.repeat(255), option: 22 });
  });

  test('send the option alone when the user said nothing yet', () => {
    const { entries } = onlyChoices(renderAnswers([question], renderContext({ lastUserText: undefined })));
    expect(entries[0]?.payload).toEqual({ option: 22 });
  });

  test('without options are their text alone', () => {
    const { drafts } = renderAnswers([{ ...question, options: [] }], renderContext());
    expect(drafts).toEqual([text('Which one?')]);
  });

  test('with several bubbles have their choices under the last text', () => {
    const messages = ['I found two things.', 'Which one?<img src="https://x.example/1.png">'];
    const { drafts } = renderAnswers([{ ...question, messages }], renderContext());
    expect(drafts.map((draft) => draft.kind)).toEqual(['text', 'choices', 'image']);
    expect(drafts[1]).toMatchObject({ text: 'Which one?' });
  });

  test('without a text have their choices under the text before, else under a label', () => {
    const silent = { ...question, messages: [] };
    const chained = renderAnswers([botAnswer({ messages: ['You can order online.'] }), silent], renderContext());
    expect(chained.drafts).toHaveLength(1);
    expect(onlyChoices(chained).text).toBe('You can order online.');
    expect(onlyChoices(renderAnswers([silent], renderContext())).text).toBe('Más opciones:');
  });

  test('the labels of a polar question are translated', () => {
    const polar = botAnswer({
      type: 'polarQuestion',
      messages: ['Did you mean: opening hours?'],
      options: [
        { label: 'yes', value: 1, attributes: {} },
        { label: 'no', value: 0, attributes: {} },
      ],
    });
    const { entries } = onlyChoices(renderAnswers([polar], renderContext()));
    expect(entries.map(({ label }) => label)).toEqual(['Sí', 'No']);
    expect(entries[1]?.payload).toEqual({ message: 'where is my parcel', option: 0 });
  });

  test('the words yes and no of another question are not', () => {
    const other = { ...question, options: [{ label: 'yes', value: 1, attributes: {} }] };
    expect(onlyChoices(renderAnswers([other], renderContext())).entries[0]?.label).toBe('yes');
  });

  test.each<[name: string, option: object, payload: object]>([
    ['a link by name', { revisitableLink: 'returns', attributes: { DIRECT_CALL: 'other' } }, { directCall: 'returns' }],
    [
      'a link to the content',
      { revisitableLink: true, attributes: { DIRECT_CALL: 'returns' } },
      { directCall: 'returns' },
    ],
    ['a content with a direct call', { attributes: { DIRECT_CALL: 'returns' } }, { directCall: 'returns' }],
    [
      'a link to nowhere',
      { revisitableLink: true, attributes: { DIRECT_CALL: '' } },
      { message: 'where is my parcel', option: 5 },
    ],
    [
      'an option that leads to the escalation',
      { attributes: { DYNAMIC_REDIRECT: 'escalationStart', DIRECT_CALL: 'x' } },
      { message: 'Returns' },
    ],
    ['an option without a value', { value: undefined }, { message: 'Returns' }],
    ['an option whose value is no simple one', { value: { id: 5 } }, { message: 'Returns' }],
    ['an option whose value is nought', { value: 0 }, { message: 'where is my parcel', option: 0 }],
    ['an option whose value is false', { value: false }, { message: 'where is my parcel', option: false }],
  ])('%s', (_name, option, payload) => {
    const options = [{ label: '<i>Returns</i>', value: 5, attributes: {}, ...option }];
    expect(onlyChoices(renderAnswers([{ ...question, options }], renderContext())).entries[0]?.payload).toEqual(
      payload,
    );
  });

  describe('with a configured button title', () => {
    const titled = [
      { label: 'How do I track my parcel?', value: 1, attributes: { SHORT: 'Track &amp; trace' } },
      { label: 'How do I return it?', value: 2, attributes: { SHORT: ' ' } },
    ];
    const context = renderContext({ digester: { button_title: 'SHORT' } });

    test('and the flag multiple-options show it, or the label where it is empty', () => {
      const answer = { ...question, flags: ['multiple-options'], options: titled };
      const { entries } = onlyChoices(renderAnswers([answer], context));
      expect(entries.map(({ label }) => label)).toEqual(['Track & trace', 'How do I return it?']);
    });

    test('but without the flag show the label', () => {
      const { entries } = onlyChoices(renderAnswers([{ ...question, options: titled }], context));
      expect(entries[0]?.label).toBe('How do I track my parcel?');
    });

    test('send the label, which is what the bot knows, where a text is sent', () => {
      const redirect = {
        label: 'Talk to us',
        value: 1,
        attributes: { SHORT: 'Agent', DYNAMIC_REDIRECT: 'escalationStart' },
      };
      const answer = { ...question, flags: ['multiple-options'], options: [redirect] };
      expect(onlyChoices(renderAnswers([answer], context)).entries).toEqual([
        { label: 'Agent', payload: { message: 'Talk to us' } },
      ]);
    });
  });
});

describe('form fields', () => {
  test('a list becomes choices whose option goes back as a message', () => {
    const actionField = {
      fieldType: 'list',
      variableName: 'size',
      values: [
        { label: 'Small', option: 'S' },
        { label: 'Forty', option: 40 },
      ],
    };
    const rendered = renderAnswers([botAnswer({ messages: ['Which size?'], actionField })], renderContext());
    expect(onlyChoices(rendered)).toMatchObject({
      question: 'list-field',
      text: 'Which size?',
      entries: [
        { label: 'Small', payload: { message: 'S' } },
        { label: 'Forty', payload: { message: '40' } },
      ],
    });
  });

  test('a list without values is its text', () => {
    const actionField = { fieldType: 'list', variableName: 'size', values: [] };
    expect(renderAnswers([botAnswer({ messages: ['Which size?'], actionField })], renderContext()).drafts).toEqual([
      text('Which size?'),
    ]);
  });

  test('a date is asked for with its format', () => {
    const actionField = { fieldType: 'datePicker', variableName: 'day', values: [] };
    const render = (messages: string[]) =>
      renderAnswers([botAnswer({ messages, actionField })], renderContext()).drafts;
    expect(render(['When?'])).toEqual([text('When? (formato: mm/dd/aaaa)')]);
    expect(render([])).toEqual([text('formato: mm/dd/aaaa')]);
  });

  test('a free text is only asked for', () => {
    const actionField = { fieldType: 'default', variableName: 'name', values: [] };
    expect(renderAnswers([botAnswer({ messages: ['Your name?'], actionField })], renderContext()).drafts).toEqual([
      text('Your name?'),
    ]);
  });
});

describe('url buttons', () => {
  const digester = { url_buttons: { attribute_name: 'URLS', button_title_var: 'TITLE', button_url_var: 'URL' } };
  const shop = { TITLE: 'Our &amp; shop', URL: 'https://x.example/shop' };
  const help = { TITLE: 'Help', URL: '//x.example/help' };
  const links = [
    { title: 'Our & shop', uri: 'https://x.example/shop' },
    { title: 'Help', uri: 'https://x.example/help' },
  ];
  const render = (attributes: object, messages = ['one', 'two<img src="https://x.example/1.png">']) =>
    renderAnswers([botAnswer({ messages, attributes: { ...attributes } })], renderContext({ digester }));

  test('stand under the last text, beside images too', () => {
    expect(render({ URLS: [shop, help] }).drafts).toEqual([
      text('one'),
      { kind: 'links', text: 'two', links },
      { kind: 'image', url: 'https://x.example/1.png' },
    ]);
  });

  test('may be one group alone', () => {
    expect(render({ URLS: shop }, ['one']).drafts).toEqual([{ kind: 'links', text: 'one', links: links.slice(0, 1) }]);
  });

  test.each<[name: string, group: unknown, note: RegExp]>([
    ['without a title', { URL: 'https://x.example' }, /2 of 3 .* no title \(URLS, TITLE\)/],
    ['with a title that says nothing', { TITLE: '<s>Old</s>', URL: 'https://x.example' }, /2 of 3 .* no title/],
    ['without an address', { TITLE: 'Help', URL: ' ' }, /2 of 3 .* no address \(URLS, URL\)/],
    ['without a scheme', { TITLE: 'Help', URL: 'shop.example/sale' }, /does not begin with https:/],
    ['with a server and its port', { TITLE: 'Help', URL: 'shop.example:8080/sale' }, /does not begin with https:/],
    ['with a path', { TITLE: 'Help', URL: '/sale' }, /does not begin with https:/],
    ['with a bare number', { TITLE: 'Help', URL: '+34900111222' }, /does not begin with https:/],
    ['with a script', { TITLE: 'Help', URL: ' java\nscript:alert(1)' }, /a javascript: address/],
    ['with data', { TITLE: 'Help', URL: 'DATA:text/html,x' }, /a data: address/],
    ['with a file', { TITLE: 'Help', URL: 'file:///etc/passwd' }, /a file: address/],
    ['with a server that cannot be', { TITLE: 'Help', URL: 'https://x y.example' }, /although it begins with https:/],
    ['with a scheme alone', { TITLE: 'Help', URL: 'tel:' }, /although it begins with tel:/],
    ['with words behind a scheme', { TITLE: 'Help', URL: 'note: see our page' }, /although it begins with note:/],
    ['that is only a text', 'https://x.example', /is no group of TITLE and URL/],
  ])('%s are left out alone, and the note says which and why', (_name, group, note) => {
    const { drafts, notes } = render({ URLS: [shop, group, help] }, ['one']);
    expect(drafts).toEqual([{ kind: 'links', text: 'one', links }]);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  test('that are all unusable leave the text', () => {
    const { drafts, notes } = render({ URLS: [{ TITLE: 'a' }, { URL: 'https://x.example' }] }, ['one']);
    expect(drafts).toEqual([text('one')]);
    expect(notes).toHaveLength(2);
  });

  test.each([
    ['tel:+34 900 111 222', 'tel:+34900111222'],
    ['TEL: +34900111222', 'tel:+34900111222'],
    ['mailto:help@x.example?subject=A question', 'mailto:help@x.example?subject=A%20question'],
    ['sms:+34900111222', 'sms:+34900111222'],
    ['whatsapp://send?phone=34900111222', 'whatsapp://send?phone=34900111222'],
    ['com.shop.app://order/1', 'com.shop.app://order/1'],
    ['www.x.example/sale', 'https://www.x.example/sale'],
  ])('may lead to %s', (URL, uri) => {
    expect(render({ URLS: [{ TITLE: 'Go', URL }] }, ['one'])).toMatchObject({
      drafts: [{ kind: 'links', links: [{ title: 'Go', uri }] }],
      notes: [],
    });
  });

  test.each([
    ['missing', {}],
    ['empty', { URLS: '' }],
    ['null', { URLS: null }],
    ['an empty list', { URLS: [] }],
  ])('are none when the attribute is %s', (_name, attributes) =>
    expect(render(attributes, ['one'])).toEqual({ drafts: [text('one')], lists: [], notes: [] }),
  );

  test('stand under the title of the content when it has no text', () => {
    const answer = botAnswer({ attributes: { URLS: shop }, contents: { title: 'Shopping', related: [] } });
    const [draft] = renderAnswers([answer], renderContext({ digester })).drafts;
    expect(draft).toMatchObject({ kind: 'links', text: 'Shopping' });
    expect(render({ URLS: shop }, []).drafts[0]).toMatchObject({ text: 'Our & shop' });
  });

  test('share the message of the choices when the answer asks', () => {
    const answer = botAnswer({
      type: 'multipleChoiceQuestion',
      messages: ['Which?'],
      options: [{ label: 'A', value: 1, attributes: {} }],
      attributes: { URLS: shop },
    });
    expect(onlyChoices(renderAnswers([answer], renderContext({ digester }))).links).toEqual(links.slice(0, 1));
  });

  test('are off while not configured', () => {
    const answer = botAnswer({ messages: ['one'], attributes: { '': shop, URLS: shop } });
    const off = { url_buttons: { attribute_name: '', button_title_var: '', button_url_var: '' } };
    expect(renderAnswers([answer], renderContext({ digester: off })).drafts).toEqual([text('one')]);
  });
});

describe('federated answers', () => {
  const warranty = botAnswer({
    messages: ['Warranty <b>terms</b>'],
    attributes: { title: 'Warranty' },
    contents: { url: 'https://x.example/warranty', clickCode: 'c1', related: [] },
  });
  const repair = botAnswer({ messages: ['We repair.'], contents: { title: 'Repairs', related: [] } });
  const federated = botAnswer({
    type: 'extendedContentsAnswer',
    messages: ['I found:'],
    subAnswers: [warranty, repair],
  });

  test('become choices that name the list and the place in it', () => {
    const rendered = renderAnswers([federated], renderContext());
    expect(onlyChoices(rendered)).toMatchObject({
      question: 'federated',
      text: 'I found:',
      entries: [
        { label: 'Warranty', payload: { list: 'turn.0', index: 0 } },
        { label: 'Repairs', payload: { list: 'turn.0', index: 1 } },
      ],
    });
    expect(rendered.lists).toEqual([{ id: 'turn.0', subAnswers: [warranty, repair] }]);
  });

  test('may have the configured title on their buttons', () => {
    const short = { ...repair, attributes: { SHORT: 'Repair' } };
    const answer = { ...federated, subAnswers: [warranty, short] };
    const { entries } = onlyChoices(renderAnswers([answer], renderContext({ digester: { button_title: 'SHORT' } })));
    expect(entries.map(({ label }) => label)).toEqual(['Warranty', 'Repair']);
  });

  test('with one result show heading and result, text and link in one message, nothing to click', () => {
    const rendered = renderAnswers([{ ...federated, subAnswers: [warranty] }], renderContext());
    expect(rendered.drafts).toEqual([text('I found:'), text('Warranty terms\nhttps://x.example/warranty')]);
    expect(rendered.lists).toEqual([]);
  });

  test('do not count results that say nothing', () => {
    const answer = { ...federated, subAnswers: [botAnswer(), warranty, botAnswer()] };
    expect(renderAnswers([answer], renderContext()).drafts).toHaveLength(2);
  });

  test('without results are their text', () => {
    expect(renderAnswers([{ ...federated, subAnswers: [] }], renderContext()).drafts).toEqual([text('I found:')]);
  });

  test('two lists in one turn have two names', () => {
    expect(renderAnswers([federated, federated], renderContext()).lists.map(({ id }) => id)).toEqual([
      'turn.0',
      'turn.1',
    ]);
  });

  test('a chosen result is shown with its link', () => {
    expect(renderSubAnswer(warranty, renderContext()).drafts).toEqual([
      text('Warranty terms\nhttps://x.example/warranty'),
    ]);
  });

  test('a result without text shows its title, one without either its link', () => {
    const { contents } = warranty;
    expect(renderSubAnswer({ ...warranty, messages: [] }, renderContext()).drafts).toEqual([
      text('Warranty\nhttps://x.example/warranty'),
    ]);
    expect(renderSubAnswer(botAnswer({ contents }), renderContext()).drafts).toEqual([
      text('https://x.example/warranty'),
    ]);
  });

  test('a link that the text already has is not repeated', () => {
    const linked = { ...warranty, messages: ['<a href="https://x.example/warranty">Terms</a>'] };
    expect(renderSubAnswer(linked, renderContext()).drafts).toEqual([text('Terms (https://x.example/warranty)')]);
  });

  test('a result from a forged button is text only', () => {
    const forged = botAnswer({
      messages: ['one<img src="https://evil.example/1.png">two'],
      contents: { url: 'javascript:alert(1)', related: [{ title: 'x' }] },
    });
    expect(renderSubAnswer(forged, renderContext(), { textOnly: true }).drafts).toEqual([text('one'), text('two')]);
  });
});

describe('what follows an answer', () => {
  const contents = {
    relatedTitle: 'See <b>also</b>',
    related: [{ id: 1, title: 'Delivery &amp; costs' }, { title: ' ' }],
  };

  test('side bubble attributes, when configured, are a message of their own', () => {
    const attributes = { SIDEBUBBLE_TEXT: '<p>Did you know?</p>', MORE: ['a', 'b'], EMPTY: '<p></p>' };
    const answer = botAnswer({ messages: ['one'], attributes });
    const sideBubbleAttributes = ['SIDEBUBBLE_TEXT', 'EMPTY', 'MISSING', 'MORE'];
    expect(renderAnswers([answer], renderContext({ sideBubbleAttributes })).drafts).toEqual(
      ['one', 'Did you know?', 'a', 'b'].map(text),
    );
    expect(renderAnswers([answer], renderContext()).drafts).toEqual([text('one')]);
  });

  test('related contents are asked for by their title', () => {
    const { drafts } = renderAnswers([botAnswer({ messages: ['one'], contents })], renderContext());
    expect(drafts).toEqual([
      text('one'),
      {
        kind: 'choices',
        question: 'related',
        style: 'postback',
        text: 'See also',
        entries: [{ label: 'Delivery & costs', payload: { message: 'Delivery & costs' } }],
      },
    ]);
  });

  test('related contents without a heading have ours', () => {
    const answer = botAnswer({ contents: { related: [{ title: 'Costs' }] } });
    expect(onlyChoices(renderAnswers([answer], renderContext())).text).toBe('Le puede interesar:');
  });

  test('each answer is followed by what belongs to it', () => {
    const answers = [
      botAnswer({ messages: ['one'], contents, attributes: { SIDE: 'side' } }),
      botAnswer({ type: 'polarQuestion', messages: ['Sure?'], options: [{ label: 'yes', value: 1, attributes: {} }] }),
    ];
    const { drafts } = renderAnswers(answers, renderContext({ sideBubbleAttributes: ['SIDE'] }));
    const shown = drafts.map((draft) => ('text' in draft ? draft.text : draft.url));
    expect(shown).toEqual(['one', 'side', 'See also', 'Sure?']);
  });
});

test('whatever the answers: nothing empty, and no option, value, result or title is lost', () => {
  const said = fc.constantFrom(
    '',
    ' ',
    '<p></p>',
    'one',
    '<b>two</b>',
    'a<img src="https://x.example/1.png">b',
    '\u200b',
  );
  const attributes = fc.dictionary(
    fc.constantFrom('title', 'DIRECT_CALL', 'SIDE', 'URLS', '__proto__'),
    fc.jsonValue(),
  );
  const contents = fc.record({
    title: fc.option(said, { nil: undefined }),
    url: fc.option(fc.constantFrom('https://x.example', 'x', ''), { nil: undefined }),
    relatedTitle: fc.option(said, { nil: undefined }),
    related: fc.array(fc.record({ title: said }), { maxLength: 2 }),
  });
  const option = fc.record({ label: said, value: fc.jsonValue(), attributes });
  const value = fc.record({ label: said, option: fc.oneof(fc.integer(), fc.constantFrom('a', 'b')) });
  const answer = fc.record({
    type: fc.constantFrom('answer', 'polarQuestion', 'multipleChoiceQuestion', 'extendedContentsAnswer', 'new'),
    messages: fc.array(said, { maxLength: 3 }),
    options: fc.array(option, { maxLength: 4 }),
    flags: fc.array(fc.constant('multiple-options'), { maxLength: 1 }),
    attributes,
    contents,
    actionField: fc.option(
      fc.record({ fieldType: fc.constantFrom('list', 'datePicker', 'x'), values: fc.array(value, { maxLength: 3 }) }),
      { nil: undefined },
    ),
    subAnswers: fc.array(fc.record({ messages: fc.array(said, { maxLength: 1 }) }).map(botAnswer), { maxLength: 3 }),
  });
  const digester = {
    button_title: 'title',
    url_buttons: { attribute_name: 'URLS', button_title_var: 'a', button_url_var: 'b' },
  };
  fc.assert(
    fc.property(fc.array(answer.map(botAnswer), { maxLength: 3 }), (answers) => {
      const { drafts } = renderAnswers(answers, renderContext({ digester, sideBubbleAttributes: ['SIDE'] }));
      for (const draft of drafts) {
        if (draft.kind !== 'image') expect(isBlank(draft.text)).toBe(false);
        if (draft.kind === 'choices') expect(draft.entries.length).toBeGreaterThan(0);
      }
      const asked = answers.filter(({ type }) => type === 'polarQuestion' || type === 'multipleChoiceQuestion');
      const shown = drafts.filter(
        (draft) => draft.kind === 'choices' && draft.question === 'options',
      ) as ChoicesDraft[];
      const lengths = asked.map(({ options }) => options.length).filter((length) => length > 0);
      expect(shown.map(({ entries }) => entries.length)).toEqual(lengths);
    }),
    { numRuns: 1000 },
  );
});
