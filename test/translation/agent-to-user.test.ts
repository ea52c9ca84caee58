import { expect, test } from 'vitest';
import { agentLine, agentMessageToParts } from '../../src/translation/agent-to-user.ts';

test('what an agent writes is read like an answer of the bot', () => {
  const { parts } = agentMessageToParts('<p>Hello&nbsp;Ana,</p>see <a href="https://x.example/a">our page</a>');
  expect(parts).toEqual([{ type: 'text', text: 'Hello Ana,\n\nsee our page (https://x.example/a)' }]);
});

test('plain text stays as it is', () => {
  expect(agentMessageToParts('a < b\n& more').parts).toEqual([{ type: 'text', text: 'a < b\n& more' }]);
});

test('every image is kept, whatever its source', () => {
  const html = 'one<img src="/media/m_2">two<img src="data:image/png;base64,AAAA"><img src="https://x.example/1.png">';
  expect(agentMessageToParts(html).parts).toEqual([
    { type: 'text', text: 'one' },
    { type: 'image', url: '/media/m_2' },
    { type: 'text', text: 'two' },
    { type: 'image', url: 'data:image/png;base64,AAAA' },
    { type: 'image', url: 'https://x.example/1.png' },
  ]);
});

test('who fetches the images says where they are, or that one cannot be had', () => {
  const resolve = (source: string) => (source.startsWith('/') ? `https://desk.example${source}` : undefined);
  const { parts, notes } = agentMessageToParts('one<img src="/media/m_2">two<img src="cid:1">three', {
    resolveImage: resolve,
  });
  expect(parts).toEqual([
    { type: 'text', text: 'one' },
    { type: 'image', url: 'https://desk.example/media/m_2' },
    { type: 'text', text: 'twothree' },
  ]);
  expect(notes).toEqual(['an image was left out: its cid: source cannot be used']);
});

test.each([
  ['a comparison', 'if (a<b && c>d)', 'if (a<b && c>d)'],
  ['a comparison with an equals sign', 'if (a<b && c=="x" && d>e)', 'if (a<b && c=="x" && d>e)'],
  ['a comparison in words', 'x<a and y=3 or z>2', 'x<a and y=3 or z>2'],
  ['a tag that the text is about', 'Use the <b> tag', 'Use the <b> tag'],
  ['one beside real tags', 'Use <b>bold</b> and the <i> tag', 'Use bold and the <i> tag'],
  ['one in a paragraph', '<p>Use the <div> and <script> tags</p>', 'Use the <div> and <script> tags'],
  ['one that hides the rest', 'The <title> is missing, <textarea> too', 'The <title> is missing, <textarea> too'],
  ['one without content', 'Put an <img> there', 'Put an <img> there'],
  ['a type', '<b>List<string></b> and Map<K, V>', 'List<string> and Map<K, V>'],
  ['a placeholder', '<div>Dear <name>,</div>', 'Dear <name>,'],
  ['a comment that never ends', 'write <!-- here', 'write <!-- here'],
  ['lines beside it', 'first\nsecond <b> line', 'first\nsecond <b> line'],
])('a tag that is never closed and has no attribute is text: %s', (_name, message, expected) => {
  expect(agentMessageToParts(message).parts).toEqual([{ type: 'text', text: expected }]);
});

test.each([
  ['a closed tag', 'one <b>two</b>', 'one two'],
  ['tags that cross', '<b>one <i>two</b> three</i>', 'one two three'],
  ['a line break', 'one<br>two', 'one\ntwo'],
  ['items of a list', '<ul><li>one<li>two</ul>', '- one\n- two'],
  ['rows of a table', '<table><tr><td>one<td>two</table>', 'one | two'],
  ['an attribute', 'one <a href="https://x.example/a">two', 'one two (https://x.example/a)'],
  ['a style', '<span style="color:red">one', 'one'],
  ['an address in brackets', '<b>Write</b> <ana@x.example>', 'Write ana@x.example'],
])('but %s is a tag', (_name, message, expected) => {
  expect(agentMessageToParts(message).parts).toEqual([{ type: 'text', text: expected }]);
});

test('a smiley is a part of the text, whatever its source', () => {
  const html = 'Hello <img src="/emoticons/smile.gif" alt=":)"> <img class="emoji" src="cid:1" alt="😊" width="20">!';
  expect(agentMessageToParts(html).parts).toEqual([{ type: 'text', text: 'Hello :) 😊!' }]);
});

test.each([
  ['Siobh&aacute;n O&#039;Brien', "Siobhán O'Brien"],
  ['<b>Carla</b>\n Font', 'Carla Font'],
  ['Ann <3', 'Ann <3'],
  ['R&D', 'R&D'],
  ['<p>&nbsp;</p>', ''],
  [undefined, ''],
])('a name is plain text: %s', (name, expected) => expect(agentLine(name)).toBe(expected));
