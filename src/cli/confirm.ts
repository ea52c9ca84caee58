import { createInterface } from 'node:readline/promises';
import { CommandError } from './exit-codes.ts';

/**
 * Asks on a terminal before something is done that cannot be undone; elsewhere nobody could answer.
 * @throws CommandError when the answer is not yes
 */
export async function confirm(question: string, { yes }: { yes: boolean }): Promise<void> {
  if (yes || !process.stdin.isTTY || !process.stdout.isTTY) return;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new CommandError('Nothing was changed.');
}
