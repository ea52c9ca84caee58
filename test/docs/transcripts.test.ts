import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { root } from '../cli/run-program.ts';
import { codeBlocks, readPage } from './pages.ts';

/** What the terminal shows when these lines are typed into the sandbox. */
async function runSandbox(lines: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['sandbox/main.ts'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`${lines.join('\n')}\n`);
  return text(child.stdout);
}

test.each(['README.md', 'docs/content-editors.md'])('the conversations in %s can be had', async (file) => {
  const transcripts = codeBlocks(readPage(file), 'text').filter((block) => block.startsWith('you: '));
  const typed = transcripts.flatMap((block) => Array.from(block.matchAll(/^you: (.+)$/gm), ([, line = '']) => line));
  expect(typed.length).toBeGreaterThan(2);
  const shown = await runSandbox(typed);
  for (const transcript of transcripts) expect(shown).toContain(transcript);
});
