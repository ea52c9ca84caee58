import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { root } from '../cli/run-program.ts';
import { anchors, codeBlocks, codeSpans, type Page, readPage, readPages } from './pages.ts';

const pages = readPages();

test('there are pages to look at', () => {
  expect(pages.map(({ file }) => file)).toEqual(expect.arrayContaining(['README.md', 'docs/setup.md']));
});

describe.each(pages.map((page) => [page.file, page] as const))('%s', (_file, page) => {
  test('links to what is there', () => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  test('names files that are there', () => {
    const named = codeSpans(page).filter((code) => /^(bin|examples|sandbox|scripts|src|test)\/[\w./-]+$/.test(code));
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('calls commands that are there, with options they have', () => {
    expect(commandsOf(page).filter((line) => !isCommand(line))).toEqual([]);
  });

  test('names npm scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = Array.from(page.text.matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

function linksOf({ text }: Page): string[] {
  const prose = text.replaceAll(/^ *```.*?^ *```$/gms, '');
  const links = Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link);
  return links.filter((link) => !/^\w+:/.test(link));
}

function leadsSomewhere(from: Page, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? from.file : normalize(join(dirname(from.file), path));
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchors(readPage(file)).includes(anchor);
}

/** What stands behind the program's name, in shell blocks and in the text. The generated page explains usage, not calls. */
function commandsOf(page: Page): string[] {
  if (page.file === 'docs/cli.md') return [];
  const lines = [...codeBlocks(page, 'sh').flatMap((block) => block.split('\n')), ...codeSpans(page)];
  return lines.flatMap((line) => /(?:smooch-connector(?:\.js)?|src\/cli\/main\.ts) ([a-z].*)$/.exec(line)?.[1] ?? []);
}

function isCommand(line: string): boolean {
  const words = line.split(' ');
  const [command] = commands
    .filter(({ name }) => name.split(' ').every((word, index) => words[index] === word))
    .sort((a, b) => b.name.length - a.name.length);
  if (command === undefined) return false;
  const known = command.options.map(({ name }) => `--${name}`);
  return words.filter((word) => word.startsWith('--')).every((word) => known.includes(word));
}
