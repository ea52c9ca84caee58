import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { root } from '../cli/run-program.ts';
import { createConfFolder } from '../config/create-conf-folder.ts';
import { codeBlocks, codeSpans, readPage, readPages } from './pages.ts';

/** Blocks of configuration that say which file they are: `# conf/custom/api.yaml`. */
const configurations = readPages().flatMap((page) =>
  codeBlocks(page, 'yaml').flatMap((block) => {
    const file = /^# conf\/(custom\/[\w-]+\.yaml)\n/.exec(block)?.[1];
    return file === undefined ? [] : [[page.file, file, block] as const];
  }),
);

test('there are configurations to try', () => {
  expect(configurations.length).toBeGreaterThan(10);
});

test.each(configurations)('%s: the example of %s is a valid configuration without warnings', (_page, file, block) => {
  const confDir = createConfFolder({ 'custom/api.yaml': 'key: k\nsecret: s\n', [file]: block });
  const env = { INBENTA_SECRET: 'x', SMOOCH_SECRET: 'x', HYPERCHAT_SECRET: 'x' };
  expect(loadConfig({ confDir, env }).warnings).toEqual([]);
});

test('the README names the two lines that are all the set-up there is', () => {
  expect(codeBlocks(readPage('README.md'), 'sh')[0]).toBe('npm ci && npm test\nnpm ci && npm run sandbox\n');
});

test('the page about channels has every channel the connector knows', () => {
  const source = readFileSync(join(root, 'src/smooch/channels.ts'), 'utf8');
  const known = Array.from(source.matchAll(/^ {2}\['(\w+)',/gm), ([, name = '']) => name);
  expect(known).toContain('whatsapp');
  const { text } = readPage('docs/channels.md');
  expect(known.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
});

describe('the log lines that are explained', () => {
  const source = globSync('src/**/*.ts', { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');

  test.each([
    ['docs/runbook.md', '## Log lines', 15],
    ['docs/setup.md', '## When something does not work', 8],
  ])('%s, %s: the program writes them', (file, heading, least) => {
    const page = readPage(file);
    const section = page.text.split(heading)[1]?.split('\n## ')[0] ?? '';
    const rows = section.split('\n').filter((line) => line.startsWith('| '));
    const spans = codeSpans({ file, text: rows.join('\n') }).filter((span) => !span.startsWith('npx '));
    // A part with a number in it is put together at run time; short ones are names of keys.
    const parts = spans.flatMap((span) => span.split(/\.\.\.|: /)).map((part) => part.trim());
    const sentences = parts.filter((part) => /^[^\d"]{20,}$/.test(part) && part.includes(' '));
    expect(sentences.length).toBeGreaterThanOrEqual(least);
    expect(sentences.filter((sentence) => !source.includes(sentence))).toEqual([]);
  });
});

test('the page about customising shows every example as it is', () => {
  const { text } = readPage('docs/customising.md');
  for (const name of readdirSync(join(root, 'examples'))) {
    const code = readFileSync(join(root, 'examples', name), 'utf8');
    expect(text).toContain(`<!-- examples/${name} -->\n\`\`\`ts\n${code}\`\`\`\n`);
  }
});
