import { describe, expect, test } from 'vitest';
import { agentMessageToParts } from '../../src/translation/agent-to-user.ts';
import { createHtmlParser } from '../../src/translation/html-parser.ts';
import { htmlToMessages } from '../../src/translation/html-to-messages.ts';

/** Texts that a reader which is not linear takes minutes for. */
const hostile: [name: string, html: string][] = [
  ['100,000 elements in each other', '<div>'.repeat(100_000)],
  ['closings that belong to none of many open elements', '<b>'.repeat(25_000) + '</i>'.repeat(25_000)],
  ['paragraphs closed in many open elements', '<b>'.repeat(25_000) + '</p>'.repeat(25_000)],
  ['links in links', '<a href="https://x.example">y'.repeat(50_000)],
  ['quotes in quotes', '<q>x'.repeat(50_000)],
  ['signs raised above raised signs', '<sup>2'.repeat(50_000)],
  ['lists in lists that count down', '<ol reversed><li>x'.repeat(50_000)],
  ['struck-out words', '<del>x</del> '.repeat(50_000)],
  ['thousands of tables', '<table><tr><td>x</td><td>y</td></tr></table>'.repeat(8_000)],
  ['tables in tables', '<table><tr><td>x'.repeat(20_000)],
  ['cells over many rows and columns', `<table>${'<tr><td rowspan=50 colspan=50>long enough<td>y'.repeat(10_000)}`],
  ['a tag with many attributes', `<b ${'a=1 '.repeat(200_000)}>x`],
  ['an endless style', `<b style="${'a:b;/*'.repeat(200_000)}">x`],
  ['many styles', '<b style="color:red;/*;*/display:block">x</b>'.repeat(20_000)],
  ['an endless description', `<img src="/a" alt="${'👍🏽'.repeat(200_000)}x">`],
  ['an endless class', `<img src="/a" class="${'emoj'.repeat(200_000)}">`],
  ['an endless address', `<a href="tel:${' 1'.repeat(300_000)}">x</a>`],
  ['words in brackets', '<zz>'.repeat(100_000)],
  ['tags that never end', '<b c'.repeat(100_000)],
  ['comments that never end', `<b>x</b>${'<!--'.repeat(200_000)}`],
  ['less than', '<'.repeat(500_000)],
  ['ampersands', `<b>${'&#'.repeat(200_000)}`],
  ['white space', `<b>x</b>${' \n'.repeat(300_000)}y`],
  ['lines without a tag', `${'\n \t'.repeat(200_000)}y`],
];

describe('however a text is made, reading it takes no longer than its length asks for', () => {
  // Each takes well below a second; the square of their lengths would take minutes.
  test.each(hostile)('%s', { timeout: 20_000 }, (_name, html) => {
    const started = performance.now();
    htmlToMessages(html, { strike: '~' });
    agentMessageToParts(html);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('the list of open elements, which is gone through for every tag, stays short', () => {
    let depth = 0;
    let deepest = 0;
    const parser = createHtmlParser({
      onopentagname: () => {
        depth += 1;
        deepest = Math.max(deepest, depth);
      },
      onclosetag: () => {
        depth -= 1;
      },
    });
    parser.end(`${'<b><i>'.repeat(5000)}<br>${'</i></b>'.repeat(5000)}`);
    expect(deepest).toBeLessThan(300);
    expect(depth).toBe(0);
  });

  test('what stands too deep to be counted is read all the same', () => {
    const html = `${'<div>'.repeat(1000)}deep${'</div>'.repeat(1000)}<p>after</p><p hidden>x</p>`;
    expect(htmlToMessages(html).parts).toEqual([{ type: 'text', text: 'deep\n\nafter' }]);
  });
});
