import { describe, expect, test } from 'vitest';
import { htmlToLine, htmlToMessages } from '../../src/translation/html-to-messages.ts';

/** Texts as they are, images as `[address]`. */
function shown(html: string, strike?: string): string[] {
  return htmlToMessages(html, { strike }).parts.map((part) => (part.type === 'text' ? part.text : `[${part.url}]`));
}

type Case = [name: string, html: string, ...expected: string[]];

const styled = (style: string) => `<span style="${style}">old</span> new`;

describe('what is struck out is left out', () => {
  test.each<Case>([
    ['del', '<del>59 €</del> 39 €', '39 €'],
    ['s, at the beginning', '<s>Monday to</s> Friday', 'Friday'],
    ['strike', 'Now <STRIKE>59</STRIKE> 39', 'Now 39'],
    ['the style', styled('text-decoration: line-through'), 'new'],
    ['the style without spaces, in capitals', styled('TEXT-DECORATION:LINE-THROUGH'), 'new'],
    ['the style among others', styled('color:red;text-decoration:underline dotted line-through 2px;margin:0'), 'new'],
    ['the long form of the style', styled('text-decoration-line: underline line-through'), 'new'],
    ["a browser's own form", styled('-webkit-text-decoration: line-through'), 'new'],
    [
      'the style that nothing may overrule',
      styled('text-decoration:line-through !important;text-decoration:none'),
      'new',
    ],
    ['the later of two styles', styled('text-decoration:none;text-decoration:line-through'), 'new'],
    ['a style behind a comment', styled('/* a;b:c */text-decoration:line-through'), 'new'],
    ['everything inside, whatever it says of itself', '<s>a <b style="text-decoration:none">b</b><br>c</s> d', 'd'],
    [
      'a struck-out picture and a video',
      '<del><img src="https://x.example/1.png"><video src="https://x.example/v"></video></del>a',
      'a',
    ],
    ['a link whose text is struck out, with its address', '<a href="https://x.example/old"><s>old</s></a> new', 'new'],
    ['a cell', '<table><tr><td>Bell</td><td><s>9 €</s></td><td>7 €</td></tr></table>', 'Bell | | 7 €'],
    ['an item, which keeps its number', '<ol><li><s>Call us</s></li><li>Write to us</li></ol>', '2. Write to us'],
    ['a part of a word', 'un<del>believ</del>able', 'unable'],
    ['a word with its spaces', 'one<del> two </del>three', 'one three'],
    ['everything', '<p><del>all of it</del></p>'],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test.each<Case>([
    ['another line', styled('text-decoration: underline'), 'old new'],
    ['a style that was taken back', styled('text-decoration:line-through;text-decoration:none'), 'old new'],
    ['a struck-out element without its line', '<s style="text-decoration:none">old</s> new', 'old new'],
    ['what was put in its place', '<ins>old</ins> new', 'old new'],
    ['another property with the word', styled('--x: line-through'), 'old new'],
  ])('but not %s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test.each<Case>([
    ['a price', '<del>59 €</del> 39 €', '~59 €~ 39 €'],
    ['formatted words', '<s>a <b>b</b> <i>c</i></s> d', '~a b c~ d'],
    ['words that touch', '<s>59</s>39, <del>May</del>, June', '~59~ 39, ~May~, June'],
    ['lines', '<s>one<br>two</s>', '~one~\n~two~'],
    ['two in a row', '<s>one</s> <del>two</del>', '~one two~'],
    ['a cell', '<table><tr><td>Bell</td><td><s>9 €</s> 7 €</td></tr></table>', 'Bell | ~9 €~ 7 €'],
    ['an item', '<ul><li><s>a</s></li><li>b</li></ul>', '- ~a~\n- b'],
    ['a link, without its address', '<s><a href="https://x.example">a</a></s> b', '~a~ b'],
    ['a picture, which is only its words', '<s><img src="https://x.example/1.png" alt="map"></s> b', '~map~ b'],
    ['a raised sign', '<s>10<sup>2</sup> m</s> b', '~10² m~ b'],
    ['the sign itself, which is left out', '<s>~5 €</s> 4 €', '4 €'],
    ['indented lines', '<pre><s>a\n  b</s></pre>', '~a~\n  ~b~'],
  ])('where the channel has a sign for it, the sign stands around it: %s', (_name, html, ...expected) => {
    expect(shown(html, '~')).toEqual(expected);
  });

  test('nothing is marked where nothing is struck out, whatever signs the text has', () => {
    expect(shown('<b>~a~ \ufdd0b\ufdd1</b>', '~')).toEqual(['~a~ b']);
    expect(shown('<b>~a~ \ufdd0b\ufdd1</b>')).toEqual(['~a~ b']);
  });

  test('in labels it is left out too', () => {
    expect(htmlToLine('<del>Standard</del> <b>Express</b>')).toBe('Express');
  });
});

describe('what is hidden is not shown', () => {
  test.each([
    '<p hidden>note</p>',
    '<p hidden="until-found">note</p>',
    '<p HIDDEN=false>note</p>',
    '<div style="display:none">no<b>t</b>e</div>',
    '<div style="DISPLAY : NONE ! important; display:block">note</div>',
    '<span style="visibility:hidden">note</span>',
    '<span style="visibility:collapse">note</span>',
    '<span style="opacity:0">note</span>',
    '<span style="opacity: .0">note</span>',
    '<span style="font-size:0">note</span>',
    '<span style="font-size:0px"><b style="font-size:2em">note</b></span>',
    '<span style="mso-hide:all">note</span>',
    '<div style="height:0;overflow:hidden">note</div>',
    '<div style="max-height:0px;overflow-y:hidden">note</div>',
    '<span style="position:absolute;left:-9999px">note</span>',
    '<span style="text-indent:-9999px">note</span>',
    '<span style="position:absolute;clip:rect(0,0,0,0)">note</span>',
    '<span style="clip-path:inset(50%)">note</span>',
    '<span style="transform:scale(0)">note</span>',
    '<template>note</template>',
    '<noscript>note</noscript>',
    '<!-- note -->',
    '<dialog>note</dialog>',
    '<div popover>note</div>',
    '<input type="hidden" value="note">',
    '<input type="password" value="note">',
    '<img hidden src="https://x.example/1.png">',
    '<img style="display:none" src="https://x.example/1.png">',
    '<video hidden src="https://x.example/v.mp4"></video>',
    '<iframe style="display:none" src="https://x.example/frame"></iframe>',
    '<ul hidden><li>note</li></ul>',
    '<table style="display:none"><tr><td>no</td><td>te</td></tr></table>',
    '<a hidden href="https://x.example">note</a>',
    '<a href="https://x.example"><span style="display:none">note</span></a>',
  ])('%s', (html) => {
    expect(shown(`<b>one</b> ${html} two`)).toEqual(['one two']);
    expect(htmlToMessages(html)).toEqual({ parts: [], notes: [] });
  });

  test.each<Case>([
    ['what screen readers skip', '<span aria-hidden="true">one</span>', 'one'],
    ['what can be unfolded', '<details><summary>More</summary>one</details>', 'More\none'],
    ['an open dialogue', '<dialog open>one</dialog>', 'one'],
    ['what its style shows', '<p hidden style="display:block">one</p>', 'one'],
    ['what is shown again inside', '<p style="visibility:hidden">a <b style="visibility:visible">one</b> c</p>', 'one'],
    ['letters that have a size again', '<p style="font-size:0">a<b style="font-size:14px">one</b></p>', 'one'],
    ['small and pale letters', '<p style="font-size:0.5em;opacity:0.05">one</p>', 'one'],
    ['an empty style', '<p style="">one</p><p style=";:;x">two</p>', 'one\n\ntwo'],
    ['a link with a drawing', '<a href="https://x.example/p"><svg><title>pdf</title></svg></a>', 'https://x.example/p'],
  ])('but %s is', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test('the words around a hidden block do not join, a hidden item takes no number', () => {
    expect(shown('one<div hidden>x</div>two')).toEqual(['one two']);
    expect(shown('<ol><li hidden>x</li><li>one</li></ol>')).toEqual(['1. one']);
  });
});

describe('signs above and below the line stay apart from those in it', () => {
  test.each<Case>([
    ['a power', '10<sup>2</sup> m<sup>2</sup>', '10² m²'],
    ['a negative power', '10<sup>-3</sup>', '10⁻³'],
    ['a power of letters', 'x<sup>n+1</sup> e<sup>x</sup>', 'xⁿ⁺¹ eˣ'],
    ['a power that has no signs', '2<sup>a,b</sup>', '2^(a,b)'],
    ['a power of a power', '2<sup>3<sup>2</sup></sup>', '2^(3²)'],
    ['a formula', 'H<sub>2</sub>O, CO<sub>2</sub>', 'H₂O, CO₂'],
    ['an index', 'x<sub>1</sub> I<sub>Bq</sub>', 'x₁ I_Bq'],
    ['an ordinal', 'the 1<sup>st</sup> and 22<sup>nd</sup>, 1<sup>er</sup>', 'the 1st and 22nd, 1er'],
    ['an ordinal of other languages', '1<sup>a</sup> 2<sup>o</sup> 3<sup>e</sup>', '1ª 2º 3ᵉ'],
    ['a footnote', 'Free<sup>1</sup>.<br><sup>1</sup> In May', 'Free¹.\n¹ In May'],
    ['a footnote in brackets, a star', 'Free<sup>[1]</sup><sup>*</sup>', 'Free[1]*'],
    ['a mark', 'Dune<sup>TM</sup> Dune<sup>®</sup>', 'Dune™ Dune®'],
    ['a word', 'Bikes<sup>new</sup>', 'Bikes new'],
    ['a fraction', '<sup>1</sup>/<sub>2</sub>', '¹/₂'],
    ['a style', '10<span style="vertical-align: super; font-size: smaller">2</span>', '10²'],
    ['a style below', 'H<span style="vertical-align:sub">2</span>O', 'H₂O'],
    ['formatted signs', '10<sup><b>2</b></sup>', '10²'],
    ['a sign with a space before it', '10 <sup>2</sup>', '10 ²'],
    ['a long text', `a<sup>${'word '.repeat(20)}</sup>`, `a ${'word '.repeat(20).trim()}`],
    ['nothing', 'a<sup></sup>b', 'ab'],
    ['in a label', '<b>m<sup>2</sup></b>', 'm²'],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));
});

describe('a formula is one line that says the same', () => {
  const math = (inner: string) => `<p>a <math>${inner}</math> b</p>`;
  test.each<Case>([
    ['a fraction', math('<mfrac><mn>1</mn><mn>2</mn></mfrac>'), 'a 1/2 b'],
    [
      'a fraction of sums',
      math('<mfrac><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mrow><mn>2</mn><mi>y</mi></mrow></mfrac>'),
      'a (x+1)/(2y) b',
    ],
    ['a power and an index', math('<msup><mn>10</mn><mn>2</mn></msup><msub><mi>x</mi><mn>1</mn></msub>'), 'a 10²x₁ b'],
    ['both', math('<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>'), 'a x₁² b'],
    ['a root', math('<msqrt><mn>2</mn><mi>x</mi></msqrt>'), 'a √(2x) b'],
    [
      'its source in another language, which no page shows',
      math('<semantics><mn>2</mn><annotation encoding="application/x-tex">\\two</annotation></semantics>'),
      'a 2 b',
    ],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test('its names are words elsewhere', () => {
    expect(shown('<p>Dear <ms> Smith</p>')).toEqual(['Dear <ms> Smith']);
  });
});

describe('other mark-up that says something', () => {
  test.each<Case>([
    ['a quote', 'She said <q>no</q>.', 'She said “no”.'],
    ['a quote in a quote', '<q>He said <q>no</q> to me</q>', '“He said ‘no’ to me”'],
    ['a quote with spaces and tags', 'x <q> <b>no</b> </q> y', 'x “no” y'],
    ['an empty quote', 'a <q></q> b', 'a b'],
    ['a list that counts down', '<ol reversed><li>c</li><li>b</li><li>a</li></ol>', '3. c\n2. b\n1. a'],
    ['a list that counts down from a number', '<ol start="9" reversed><li>a<li>b</ol>', '9. a\n8. b'],
    [
      'lists in a list that counts down',
      '<ol><li>x</ol><ol reversed><li>a<ol><li>y<li>z</ol><li>b</ol>',
      '1. x\n\n2. a\n  1. y\n  2. z\n1. b',
    ],
    ['letters', '<ol type="a" start="25"><li>x<li>y<li>z</ol>', 'y. x\nz. y\naa. z'],
    ['capitals', '<ol type="A"><li>x</ol>', 'A. x'],
    [
      'Roman numbers',
      '<ol type="i" start="8"><li>x<li>y</ol><ol type="I" start="44"><li>z</ol>',
      'viii. x\nix. y\n\nXLIV. z',
    ],
    ['the style of a list', '<ol style="list-style-type: upper-alpha"><li>x</ol>', 'A. x'],
    ['a list without numbers', '<ol style="list-style:none"><li>x</ol>', '- x'],
    ['a number that has no letter', '<ol type="a" start="0"><li>x<li>y</ol>', '0. x\na. y'],
    ['how signs are read', '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>', '漢(kan)字(ji)'],
    ['line breaks of any kind', 'a<br>b<BR/>c<br clear="all" />d</br>e', 'a\nb\nc\nd\ne'],
    ['what a field holds', 'Code: <input value="A1"> <input type="submit" value="Send">', 'Code: A1 Send'],
    [
      'what is ticked',
      '<input type="checkbox" checked> tea <input type=checkbox> milk <input type=radio checked>cup',
      '☑ tea ☐ milk ◉cup',
    ],
    ['what can be chosen', 'Size: <select><option>S<option selected>M</select>', 'Size:\nS\nM'],
    ['an abbreviation', '<abbr title="World Health Organization">WHO</abbr>', 'WHO'],
    [
      'a cell that reaches over rows',
      '<table><tr><td rowspan="2">Monday<td>9-12<tr><td>14-18<tr><td>Friday<td>9-12</table>',
      'Monday | 9-12\nMonday | 14-18\nFriday | 9-12',
    ],
    [
      'a cell that reaches over columns',
      '<table><tr><th>Item<th>Number<th>Price<tr><td colspan="2">All<td>98</table>',
      'Item | Number | Price\nAll | | 98',
    ],
    [
      'a cell of the last column that reaches over rows',
      '<table><tr><td>a<td rowspan=2>b<tr><td>c</table>',
      'a | b\nc | b',
    ],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));
});

describe('an image that is a sign in a sentence is its words', () => {
  test.each<Case>([
    [
      'an emoji of an editor',
      'Hi <img class="emoji" alt="😊" width="16" height="16" src="https://x.example/s.png">!',
      'Hi 😊!',
    ],
    ['an emoji known by its description alone', 'Hi <img alt="👩‍👩‍👧" src="https://x.example/s.png">', 'Hi 👩‍👩‍👧'],
    ['several in a row', '<img alt="❤️👍🏽" src="/s.png">', '❤️👍🏽'],
    ['an emoticon', 'Hi <img src="https://x.example/1.gif" alt=":-)" class="wp-smiley">', 'Hi :-)'],
    ['the name of an emoji', 'Hi <img src="https://x.example/emoji/smile.png" alt="smile">', 'Hi smile'],
    [
      'an emoji with its sign elsewhere',
      'Hi <img class="emojione" data-emoji="🚲" src="https://x.example/1.png">',
      'Hi 🚲',
    ],
    ['an icon', 'Press <img src="https://x.example/i.png" alt="Save" width="32" height="32">.', 'Press Save.'],
    [
      'an icon without spaces',
      'Press<img src="https://x.example/i.png" alt="Save" width=9 height=9>now',
      'Press Save now',
    ],
    ['an icon by its style', '<img src="https://x.example/i.png" alt="Save" style="width:2em;height:20PX">', 'Save'],
    [
      'an icon by its limits',
      '<img src="https://x.example/i.png" alt="Save" style="max-width:24px;max-height:24px">',
      'Save',
    ],
    ['an icon that says nothing', 'a <img src="https://x.example/i.png" width="16" height="16"> b', 'a b'],
    [
      'an icon with a link',
      '<a href="https://x.example/p"><img src="/i.png" width=16 height=16 alt="Save"></a>',
      'Save (https://x.example/p)',
    ],
    ['a pixel', 'a <img width="1" height="1" src="https://x.example/count" alt="x"> b', 'a b'],
    ['a pixel by its style', 'a <img style="width:1px;height:0" src="https://x.example/count"> b', 'a b'],
    ['a relative one', 'Press <img src="/icons/save.png" alt="Save"> to save', 'Press Save to save'],
    [
      'one in the text itself',
      'A <img src="data:image/png;base64,AAAA" alt="red  bike"> and more',
      'A red bike and more',
    ],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test.each<Case>([
    ['a picture', '<img src="https://x.example/1.png" alt="A map">', '[https://x.example/1.png]'],
    ['a wide one', '<img src="https://x.example/1.png" width="300" height="20" alt="A">', '[https://x.example/1.png]'],
    [
      'one of 33 pixels',
      '<img src="https://x.example/1.png" width="33" height="33" alt="A">',
      '[https://x.example/1.png]',
    ],
    [
      'one of which only one side is known',
      '<img src="https://x.example/1.png" width="20" alt="A">',
      '[https://x.example/1.png]',
    ],
    ['one in per cent', '<img src="https://x.example/1.png" width="10%" height="10%">', '[https://x.example/1.png]'],
    [
      'one whose style makes it large',
      '<img src="https://x.example/1.png" width=16 height=16 style="width:100%;height:auto">',
      '[https://x.example/1.png]',
    ],
    [
      'a large one that an emoji describes',
      '<img src="https://x.example/1.png" width="640" height="480" alt="🗺️">',
      '[https://x.example/1.png]',
    ],
  ])('but not %s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test('only what could not be shown is noted', () => {
    expect(htmlToMessages('<img src="/a.png" alt="😊"><img src="/a.png" alt="Save">').notes).toEqual([
      'an image was left out: its source is relative',
    ]);
  });
});
