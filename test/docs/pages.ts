import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../cli/run-program.ts';

/** A page of documentation. */
export interface Page {
  /** Path from the root of the repository. */
  file: string;
  text: string;
}

/** Reads one page, by its path from the root. */
export function readPage(file: string): Page {
  return { file, text: readFileSync(join(root, file), 'utf8') };
}

/** Every page that a reader can come to. */
export function readPages(): Page[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\n'))].filter((file) => file !== '').map(readPage);
}

/** The code blocks of one language. */
export function codeBlocks({ text }: Page, language: string): string[] {
  const blocks = text.matchAll(/^( *)```(\w*)\n(.*?)^ *```$/gms);
  return Array.from(blocks)
    .filter(([, , found]) => found === language)
    .map(([, indent = '', , code = '']) => code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

/** What stands between single backticks outside of code blocks. */
export function codeSpans({ text }: Page): string[] {
  const prose = text.replaceAll(/^ *```.*?^ *```$/gms, '');
  return Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, code = '']) => code);
}

/** The anchors that a page's headings make, as GitHub names them. */
export function anchors({ text }: Page): string[] {
  const prose = text.replaceAll(/^ *```.*?^ *```$/gms, '');
  return Array.from(prose.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
