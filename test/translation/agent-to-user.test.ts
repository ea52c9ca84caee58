import { expect, test } from 'vitest';
import { agentMessageToParts } from '../../src/translation/agent-to-user.ts';

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
