import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root, runNode } from './run-program.ts';

function createDocsFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'docs-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const PAGES = ['configuration.md', 'cli.md', 'channels.md', 'metrics.md'];

test('the generated pages in docs are up to date', async () => {
  expect(await runNode(['scripts/generate-docs.ts', '--check'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a page that was changed by hand is named', async () => {
  const docs = createDocsFolder();
  for (const page of PAGES) cpSync(join(root, 'docs', page), join(docs, page));
  appendFileSync(join(docs, 'configuration.md'), 'by hand\n');
  const { code, stderr } = await runNode(['scripts/generate-docs.ts', '--check', '--docs', docs]);
  expect(stderr).toBe(`${join(docs, 'configuration.md')} is out of date; "npm run docs" writes it anew\n`);
  expect(code).toBe(1);
});

test('missing pages are written', async () => {
  const docs = createDocsFolder();
  await runNode(['scripts/generate-docs.ts', '--docs', docs]);
  for (const page of PAGES) {
    expect(readFileSync(join(docs, page), 'utf8')).toBe(readFileSync(join(root, 'docs', page), 'utf8'));
  }
});
