import { describe, expect, test } from 'vitest';
import { htmlToLine, htmlToMessages } from '../../src/translation/html-to-messages.ts';

/** Texts as they are, images as `[address]`. */
function shown(html: string): string[] {
  return htmlToMessages(html).parts.map((part) => (part.type === 'text' ? part.text : `[${part.url}]`));
}

type Case = [name: string, html: string, ...expected: string[]];

describe('line breaks and paragraphs', () => {
  test.each<Case>([
    ['a line break', 'one<br>two<br/>three', 'one\ntwo\nthree'],
    ['two line breaks leave an empty line', 'one<br><br>two', 'one\n\ntwo'],
    ['never more than one empty line', 'one<br><br><br><br>two', 'one\n\ntwo'],
    ['paragraphs are set apart', '<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['paragraphs that are never closed', '<p>one<p>two', 'one\n\ntwo'],
    ['an empty paragraph says nothing', '<p>one</p><p>&nbsp;</p><p></p><p>two</p>', 'one\n\ntwo'],
    ['line breaks at the ends say nothing', '<br><p>one<br></p><br>', 'one'],
    ['blocks begin on a line', '<div>one</div><div>two</div>three', 'one\ntwo\nthree'],
    ['headings stand alone', '<h1>Title</h1>text<h3>Next</h3>more', 'Title\n\ntext\n\nNext\n\nmore'],
    ['a rule parts like a paragraph', 'one<hr>two', 'one\n\ntwo'],
    ['line breaks of the source are white space', '<p>one\n  two\t three</p>', 'one two three'],
    ['no space is lost between words', 'one <b>two</b> <i>three </i>four', 'one two three four'],
    ['no space is put into a word', 'o<b>n</b>e', 'one'],
    ['a hard space is a space', '<b>5</b>&nbsp;EUR', '5 EUR'],
    ['preformatted signs keep their spaces', '<pre>a &amp; b &lt; &gt;\n  c</pre>', 'a & b < >\n  c'],
    ['preformatted lines stay', '<pre>a\n  b\n\n\n\nc</pre>', 'a\n  b\n\nc'],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));
});

describe('lists', () => {
  test.each<Case>([
    ['points', '<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
    ['numbers', '<ol><li>one</li><li>two</li></ol>', '1. one\n2. two'],
    [
      'numbers that start elsewhere',
      '<ol start="4"><li>one<li value="9">two<li>three</ol>',
      '4. one\n9. two\n10. three',
    ],
    [
      'lists in lists are indented',
      '<ul><li>one<ol><li>in</li><li>side</li></ol></li><li>two</li></ul>',
      '- one\n  1. in\n  2. side\n- two',
    ],
    ['a second line keeps the indentation', '<ul><li>one<br>more</li><li>two</li></ul>', '- one\n  more\n- two'],
    ['paragraphs in items leave no empty lines', '<ul><li><p>one</p></li><li><p>two</p></li></ul>', '- one\n- two'],
    ['a list stands apart from the text', 'Choose:<ul><li>one</li></ul>Done.', 'Choose:\n\n- one\n\nDone.'],
    ['an empty item leaves no mark', '<ul><li></li><li>two</li></ul>', '- two'],
    ['items without a list', '<li>one<li>two', '- one\n- two'],
    ['terms and descriptions', '<dl><dt>Term</dt><dd>What it is</dd></dl>', 'Term\nWhat it is'],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));
});

describe('tables', () => {
  test.each<Case>([
    [
      'a row is a line, cells are separated',
      '<table><tr><th>Day</th><th>Hours</th></tr><tr><td>Monday</td><td>9-18</td></tr></table>',
      'Day | Hours\nMonday | 9-18',
    ],
    ['an empty cell keeps its place', '<table><tr><td>a</td><td></td><td>c</td></tr></table>', 'a | | c'],
    [
      'paragraphs in cells do not break the line',
      '<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>',
      'a b | c',
    ],
    ['rows and cells that are never closed', '<table><tr><td>a<td>b<tr><td>c<td>d</table>', 'a | b\nc | d'],
    ['an empty row says nothing', '<table><tr><td></td></tr><tr><td>a</td><td>b</td></tr></table>', 'a | b'],
    ['a table for layout stays text', '<table><tr><td><p>one</p><p>two</p></td></tr></table>', 'one\n\ntwo'],
    ['text around a table', 'before<table><tr><td>a</td><td>b</td></tr></table>after', 'before\n\na | b\n\nafter'],
    [
      'images of a row follow its line',
      '<table><tr><td>a<img src="https://x.example/i.png"></td><td>b</td></tr></table>end',
      'a | b',
      '[https://x.example/i.png]',
      'end',
    ],
    [
      'a picture beside a text keeps its place',
      '<table><tr><td><img src="https://x.example/i.png"></td><td>b</td></tr></table>',
      '[https://x.example/i.png]',
      'b',
    ],
    [
      'a table in a table',
      '<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>',
      'a | b | c',
    ],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));
});

describe('entities and signs', () => {
  test.each<Case>([
    ['entities are decoded', '<b>Fish &amp; chips &lt; 5 &euro; &#8211; &#x263A;</b>', 'Fish & chips < 5 € – ☺'],
    ['entities are decoded without any tag', 'Fish &amp; chips&nbsp;&eacute;', 'Fish & chips é'],
    ['a double escape is undone once', '&amp;lt;b&amp;gt; &amp;nbsp;', '&lt;b&gt; &nbsp;'],
    ['an escaped tag is text', '&lt;b&gt;bold&lt;/b&gt;', '<b>bold</b>'],
    ['a lone ampersand', 'R&D & more, AT&T', 'R&D & more, AT&T'],
    ['an address with parameters', 'https://x.example/?a=1&copy=2&lt=3', 'https://x.example/?a=1&copy=2&lt=3'],
    ['an entity without its semicolon', '<p>a&nbsp b&amp c</p>', 'a b& c'],
    ['an unknown entity', 'a &unheardof; b', 'a &unheardof; b'],
    ['less than', 'a < b and b > a', 'a < b and b > a'],
    ['less than beside tags', '<b>3 < 5</b> <i>x<3</i>', '3 < 5 x<3'],
    ['less than before a name', 'if a <b then c', 'if a <b then c'],
    ['a name in brackets', 'Dear <name>, welcome', 'Dear <name>, welcome'],
    [
      'addresses in brackets',
      '<p>Write to <Help@x.example> or <https://X.example/A?b=1></p>',
      'Write to Help@x.example or https://X.example/A?b=1',
    ],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));
});

describe('links', () => {
  test.each<Case>([
    ['text and address', 'See <a href="https://x.example/a">our page</a>.', 'See our page (https://x.example/a).'],
    ['the address alone when the text is empty', '<a href="https://x.example/a"></a>', 'https://x.example/a'],
    [
      'the address alone when the text is equal',
      '<a href="https://x.example/a">https://x.example/a</a>',
      'https://x.example/a',
    ],
    [
      'the address alone when the text lacks the scheme',
      '<a href="https://x.example/">X.example</a>',
      'https://x.example/',
    ],
    ['an escaped address', '<a href="https://x.example/?a=1&amp;b=2">x</a>', 'x (https://x.example/?a=1&b=2)'],
    [
      'quotes of either kind or none',
      "<a href='https://a.example'>a</a> <a href=https://b.example>b</a>",
      'a (https://a.example) b (https://b.example)',
    ],
    ['mail', '<a href="mailto:help@x.example?subject=Hi">Write us</a>', 'Write us (help@x.example)'],
    ['mail with the address as text', '<a href="mailto:help@x.example">help@x.example</a>', 'help@x.example'],
    ['telephone', '<a href="tel:+34600111222">Call us</a>', 'Call us (+34600111222)'],
    ['telephone with the number as text', '<a href="tel:+34600111222">+34 600 111 222</a>', '+34 600 111 222'],
    ['a script is dropped to its text', '<a href="javascript:alert(1)">Click</a>', 'Click'],
    ['a script in disguise', '<a href=" java&#10;script:alert(1)">Click</a>', 'Click'],
    ['a relative address is dropped to the text', '<a href="/help">Help</a> <a href="#top">Top</a>', 'Help Top'],
    [
      'an address without scheme',
      '<a href="//x.example/a">a</a> <a href="www.x.example">b</a>',
      'a (https://x.example/a) b (https://www.x.example)',
    ],
    ['other schemes', '<a href="whatsapp://send?text=x">Chat</a>', 'Chat (whatsapp://send?text=x)'],
    ['a document', '<a href="https://x.example/terms.pdf">Terms</a>', 'Terms (https://x.example/terms.pdf)'],
    ['space behind a link', '<a href="https://x.example">a </a>b', 'a (https://x.example) b'],
    ['in a list', '<ul><li><a href="https://x.example">a</a></li><li>b</li></ul>', '- a (https://x.example)\n- b'],
    ['around blocks', '<a href="https://x.example"><div>a</div><div>b</div></a>c', 'a\nb (https://x.example)\nc'],
    ['never closed', '<p>See <a href="https://x.example">here</p><p>more</p>', 'See here (https://x.example)\n\nmore'],
    [
      'a link in a link',
      '<a href="https://a.example">a <a href="https://b.example">b</a></a>',
      'a (https://a.example) b (https://b.example)',
    ],
    ['no address', '<a name="x">a</a> <a href="">b</a>', 'a b'],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));
});

describe('images', () => {
  test.each<Case>([
    ['between texts', 'one<img src="https://x.example/1.png">two', 'one', '[https://x.example/1.png]', 'two'],
    ['first', '<img src="https://x.example/1.png"><p>one</p>', '[https://x.example/1.png]', 'one'],
    ['last', '<p>one</p><p><img src="https://x.example/1.png"></p>', 'one', '[https://x.example/1.png]'],
    ['alone', '<img src="https://x.example/1.png">', '[https://x.example/1.png]'],
    [
      'several in a row',
      '<img src="https://x.example/1.png"> <br> <img src="https://x.example/2.png">',
      '[https://x.example/1.png]',
      '[https://x.example/2.png]',
    ],
    [
      'single quotes, no quotes',
      "<img src='https://x.example/1.png'><img src=https://x.example/2.png>",
      '[https://x.example/1.png]',
      '[https://x.example/2.png]',
    ],
    [
      'in a link: the link follows',
      '<a href="https://x.example/page"><img src="https://x.example/1.png"></a>',
      '[https://x.example/1.png]',
      'https://x.example/page',
    ],
    [
      'in a link to itself',
      '<a href="https://x.example/1.png"><img src="https://x.example/1.png"></a>',
      '[https://x.example/1.png]',
    ],
    [
      'in a link with text',
      '<a href="https://x.example/page">a<img src="https://x.example/1.png">b</a>',
      'a',
      '[https://x.example/1.png]',
      'b (https://x.example/page)',
    ],
    ['without scheme', '<img src="//x.example/1.png">', '[https://x.example/1.png]'],
    ['with a space in the name', '<img src="https://x.example/a b.png">', '[https://x.example/a%20b.png]'],
    ['relative: dropped, the texts joined', 'one <img src="images/1.png"> two', 'one two'],
    ['data: dropped, the texts joined', '<p>one</p><img src="data:image/png;base64,AAAA"><p>two</p>', 'one\n\ntwo'],
    [
      'in a list',
      '<ul><li>one<img src="https://x.example/1.png"></li><li>two</li></ul>',
      '- one',
      '[https://x.example/1.png]',
      '- two',
    ],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test('what is dropped is noted, without any of the text', () => {
    const { notes } = htmlToMessages('<p>secret</p><img src="a.png"><img src="data:image/png;base64,AA"><img>');
    expect(notes).toEqual([
      'an image was left out: its source is relative',
      'an image was left out: its data: source cannot be used',
      'an image was left out: it has no source',
    ]);
  });

  test('the description of an image goes with it', () => {
    const { parts } = htmlToMessages(`<img src="https://x.example/1.png" alt=" A  cat ${'x'.repeat(200)}">`);
    expect(parts).toEqual([{ type: 'image', url: 'https://x.example/1.png', altText: `A cat ${'x'.repeat(122)}` }]);
  });
});

describe('media that cannot be sent stay as links', () => {
  test.each<Case>([
    [
      'video',
      'See<video src="https://x.example/v.mp4" controls>no video</video>now',
      'See\nhttps://x.example/v.mp4\nnow',
    ],
    [
      'video with sources',
      '<video><source src="https://x.example/v.mp4"><source src="https://x.example/v.ogg">no video</video>',
      'https://x.example/v.mp4',
    ],
    ['audio', '<audio src="https://x.example/a.mp3"></audio>', 'https://x.example/a.mp3'],
    ['an embedded page', '<iframe src="https://video.example/embed/1">old</iframe>', 'https://video.example/embed/1'],
    [
      'an embedded page without scheme',
      '<iframe src="//video.example/embed/1"></iframe>',
      'https://video.example/embed/1',
    ],
    [
      'an object',
      '<object data="https://x.example/o.pdf"><embed src="https://x.example/other"></object>',
      'https://x.example/o.pdf',
    ],
    ['an object that only embeds', '<object><embed src="https://x.example/o"></object>', 'https://x.example/o'],
    [
      'the sources of a picture are only other sizes',
      '<picture><source srcset="s.webp"><img src="https://x.example/1.png"></picture>',
      '[https://x.example/1.png]',
    ],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test('one without a usable source is noted', () => {
    expect(htmlToMessages('<video></video><iframe src="/v"></iframe>').notes).toEqual([
      'a video, audio or embedded page was left out: it has no source',
      'a video, audio or embedded page was left out: its source is relative',
    ]);
  });
});

describe('broken and hostile markup', () => {
  test.each<Case>([
    ['script, style and comments', 'a<script>alert("<b>")</script><style>p{}</style><!-- <b>no</b> -->b', 'ab'],
    ['a head', '<html><head><title>T</title></head><body>text</body></html>', 'text'],
    ['unclosed elements', '<div><b>one<i>two', 'onetwo'],
    ['closing tags without opening', 'one</b></div>two</p>three', 'onetwo\n\nthree'],
    ['crossed elements', '<b>one<i>two</b>three</i>', 'onetwothree'],
    ['cut off in a tag', '<p>one</p><a href="https://x.exam', 'one'],
    ['a quote that is never closed', '<p>one</p><a href="https://x.example>two</a> three', 'one\n\ntwo three'],
    ['unknown elements', '<o:p>one</o:p><my-element>two</my-element>', 'onetwo'],
    ['only markup', '<p><b></b></p><ul><li></li></ul>'],
    ['nothing', '   '],
    ['signs nobody sees', '<p>\u200b\u00ad</p>'],
    ['a tag put together from pieces', '<b>x</b><<i>b>y<<!-- -->b><</>b><<</>/>i>', 'x< b>y< b>< b><< />i>'],
  ])('%s', (_name, html, ...expected) => expect(shown(html)).toEqual(expected));

  test.each([
    ['nested elements', '<b>'.repeat(10_000)],
    ['nested blocks', '<div>x'.repeat(10_000)],
    ['nested lists', '<ul><li>x'.repeat(10_000)],
    ['nested tables', '<table><tr><td>x'.repeat(10_000)],
    ['links that never end', '<a href="x">'.repeat(10_000)],
    ['quotes that never end', '<p x="'.repeat(10_000)],
    ['tags that never end', '<p '.repeat(20_000)],
    ['ampersands', '<p>&'.repeat(20_000)],
    ['an image of two million characters', `<img src="data:image/png;base64,${'A'.repeat(2_000_000)}">`],
    ['more tags than anybody writes', '<i>x</i>'.repeat(100_000)],
  ])('%s do not stop the reading', (_name, html) => {
    expect(shown(`<p>start</p>${html}`)[0]).toMatch(/^start/);
  });

  test('a long answer comes whole', () => {
    const html = Array.from(
      { length: 500 },
      (_, index) => `<p>Paragraph ${index} with <b>some</b> words &amp; signs.</p>`,
    );
    const expected = Array.from({ length: 500 }, (_, index) => `Paragraph ${index} with some words & signs.`);
    expect(shown(html.join('\n'))).toEqual([expected.join('\n\n')]);
  });
});

describe('a text without any tag', () => {
  test('keeps its lines and spaces', () => {
    expect(shown('  one\n two  three\n\n* four\r\nfive ')).toEqual(['one\n two  three\n\n* four\nfive']);
  });

  test('has no more than one empty line in a row either', () => {
    expect(shown('one\n\n \n\ntwo')).toEqual(['one\n\ntwo']);
  });
});

test('a label is one line without markup and images', () => {
  expect(htmlToLine('<p>Track <b>my</b></p>\n<p>parcel<img src="https://x.example/1.png"> &amp; more</p>')).toBe(
    'Track my parcel & more',
  );
});
