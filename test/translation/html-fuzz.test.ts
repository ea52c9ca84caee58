import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBlank } from '../../src/core/text.ts';
import { agentMessageToParts } from '../../src/translation/agent-to-user.ts';
import { htmlToMessages } from '../../src/translation/html-to-messages.ts';

const elements = (
  'a abbr audio b blockquote body br center code dd del details dialog div dl dt em embed font form h1 h6 head hr html i ' +
  'iframe img input li noscript object ol option p pre q rp rt ruby s script section select small source span strike ' +
  'strong style sub sup svg table tbody td template textarea th thead title tr u ul video'
).split(' ');

const element = fc.constantFrom(...elements);
const space = fc.constantFrom('', ' ', '\n', '  \t');
const quote = fc.constantFrom('"', "'", '');
const value = fc.oneof(
  fc.constantFrom(
    'https://x.example/a.png',
    'javascript:x',
    '#',
    '/rel',
    'mailto:a@x.example',
    'data:image/png;base64,AA',
    'text-decoration:line-through',
    'visibility:hidden',
    'visibility:visible',
    'display:none',
    'vertical-align:super',
    '16',
    '😊',
  ),
  fc.string({ maxLength: 6 }),
);
const attribute = fc
  .tuple(
    fc.constantFrom('href', 'src', 'start', 'value', 'alt', 'class', 'style', 'hidden', 'reversed', 'width', 'rowspan'),
    quote,
    value,
  )
  .map(([name, mark, text]) => ` ${name}=${mark}${text}${mark}`);
const opening = fc
  .tuple(element, fc.array(attribute, { maxLength: 2 }), space, fc.constantFrom('>', '/>', '>', '', '>>'))
  .map(([name, attributes, gap, end]) => `<${name}${attributes.join('')}${gap}${end}`);
const closing = fc.tuple(element, fc.constantFrom('>', '>', ' >', '')).map(([name, end]) => `</${name}${end}`);
const words = fc.constantFrom(
  'one',
  'two ',
  ' three',
  'é',
  '👩‍👩‍👧',
  '\n',
  ' ',
  'a < b',
  '<',
  '</',
  '>',
  '"',
  '&',
  '1.',
);
const odd = fc.constantFrom(
  '<!-- x -->',
  '<!--',
  '<!doctype html>',
  '</>',
  '<?x?>',
  '<![CDATA[x]]>',
  '</ >',
  '<3',
  '<x-y>',
);

/** Entities are left out here: what an author escapes is meant to be read. */
const tagSoup = fc
  .array(fc.oneof({ weight: 3, arbitrary: opening }, closing, { weight: 3, arbitrary: words }, odd), { maxLength: 30 })
  .map((pieces) => pieces.join(''));

const knownTag = new RegExp(`</?(?:${elements.join('|')})(?:[\\s/][^<>]*)?>`, 'i');

test('whatever the markup: no error, nothing empty, no more than one empty line in a row', () => {
  fc.assert(
    fc.property(tagSoup, (html) => {
      const readings = [htmlToMessages(html), htmlToMessages(html, { strike: '~' }), agentMessageToParts(html)];
      for (const { parts } of readings) {
        for (const part of parts) {
          if (part.type === 'image') {
            expect(part.url.trim()).not.toBe('');
            continue;
          }
          expect(isBlank(part.text)).toBe(false);
          expect(part.text).toBe(part.text.trim());
          expect(part.text).not.toMatch(/\n\s*\n\s*\n/);
          expect(part.text).not.toMatch(/[\ufdd0\ufdd1]/);
        }
      }
    }),
    { numRuns: 5000 },
  );
});

test('whatever the markup of the bot: no tag', () => {
  fc.assert(
    fc.property(tagSoup, fc.constantFrom(undefined, '~'), (html, strike) => {
      for (const part of htmlToMessages(html, { strike }).parts) {
        if (part.type === 'text') expect(part.text).not.toMatch(knownTag);
      }
    }),
    { numRuns: 3000 },
  );
});

test('no word that an agent typed is lost, whatever it says about tags', () => {
  const typed = fc.oneof(
    fc.constantFrom('<b>', '<div>', '<script>', '<table>', '<!--', '<b && ', ' < ', '<x y>', '</', '<title>', '&', '<'),
    fc.nat({ max: 99 }).map((number) => ` word${number} `),
    fc.nat({ max: 99 }).map((number) => `<i>word${number}</i>`),
    fc.nat({ max: 99 }).map((number) => `<p class="x">word${number}</p>`),
  );
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 20 }), (pieces) => {
      const html = pieces.join('');
      const said = agentMessageToParts(html).parts.map((part) => (part.type === 'text' ? part.text : ''));
      expect(said.join(' ').match(/word\d+/g) ?? []).toEqual(html.match(/word\d+/g) ?? []);
    }),
    { numRuns: 3000 },
  );
});

test('no word of a text without a line is lost, no struck-out word is shown', () => {
  const kept = fc.nat({ max: 99 }).map((number) => ` word${number} `);
  const opening = fc.constantFrom('<s>', '<del>', '<span style="text-decoration:line-through">', '<span hidden>');
  const struck = fc
    .tuple(opening, fc.constantFrom('x', '<b>x</b>', '<p>x<p>x', '<li>x', '<a href="https://x.example">x</a>'))
    .map(([tag, inner]) => `${tag}${inner.replaceAll('x', 'lost')}</${/^<(\w+)/.exec(tag)?.[1]}>`);
  fc.assert(
    fc.property(fc.array(fc.oneof(kept, struck), { maxLength: 20 }), (pieces) => {
      const html = `<div>${pieces.join('')}</div>`;
      const said = htmlToMessages(html).parts.map((part) => (part.type === 'text' ? part.text : ''));
      expect(said.join(' ').match(/word\d+/g) ?? []).toEqual(html.match(/word\d+/g) ?? []);
      expect(said.join(' ')).not.toContain('lost');
    }),
    { numRuns: 2000 },
  );
});

test('no word of visible text is lost', () => {
  const inline = fc.constantFrom('b', 'i', 'p', 'div', 'ul', 'li', 'table', 'tr', 'td', 'h2', 'span', 'a');
  const piece = fc.oneof(
    inline.map((name) => `<${name}>`),
    inline.map((name) => `</${name}>`),
    fc.nat({ max: 99 }).map((number) => ` word${number} `),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const html = pieces.join('');
      const said = htmlToMessages(html).parts.map((part) => (part.type === 'text' ? part.text : ''));
      expect(said.join(' ').match(/word\d+/g) ?? []).toEqual(html.match(/word\d+/g) ?? []);
    }),
    { numRuns: 2000 },
  );
});

test('plain text comes out as it is, apart from white space at its ends', () => {
  const plain = fc
    .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('\n', '\n\n', ' & ', ' < ', 'a&b')))
    .map((pieces) =>
      pieces
        .join('')
        .replace(/\r/g, '')
        .replace(/\n\s*\n\s*/g, '\n\n'),
    )
    .filter((text) => !/<[a-z/!]/i.test(text) && !/&#?\w+;?/.test(text.replaceAll('a&b', '')) && !isBlank(text));
  fc.assert(
    fc.property(plain, (text) => {
      expect(htmlToMessages(text).parts).toEqual([{ type: 'text', text: text.trim() }]);
    }),
    { numRuns: 2000 },
  );
});

test('reading what was read once more changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const once = htmlToMessages(text).parts.map((part) => (part.type === 'text' ? part.text : ''));
      fc.pre(once.length === 1 && !/&#?\w+;/.test(once[0] ?? ''));
      expect(htmlToMessages(once[0] ?? '').parts).toEqual([{ type: 'text', text: once[0] }]);
    }),
    { numRuns: 2000 },
  );
});
