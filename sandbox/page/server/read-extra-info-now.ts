import type { JournalEntry } from '../../control/journal.ts';
import type { Stand } from '../../run/start-stand.ts';

/** How long the connector may take; it looks for what it is told about once a second. */
const PATIENCE_MS = 10_000;

/** What the command prints about the environments that are read, one reading each. */
const ENVIRONMENTS = /to be read again for: (.+)\.$/m;

/**
 * Has the connector read Extra Info, as `extra-info refresh` does. Resolves with what the command printed, once the bot
 * has answered the connector for every environment.
 * @throws Error with a sentence when the command fails, or the connector has not read it within ten seconds
 */
export async function readExtraInfoNow({ installation, chatbot, connector }: Stand): Promise<string> {
  const { journal } = chatbot.control;
  const after = journal.list({ limit: 1 })[0]?.number ?? 0;
  const { exitCode, output } = await installation.run('extra-info', 'refresh', '--data', installation.dataDir);
  if (exitCode !== 0) throw new Error(output);
  const count = ENVIRONMENTS.exec(output)?.[1]?.split(', ').length ?? 1;
  const readings = { endpoint: 'data', method: 'GET', after };
  const read = journal.waitFor({ ...readings, status: 200 }, { count, timeoutMs: PATIENCE_MS });
  await read.catch((error: unknown) => {
    const why = connector.pid === undefined ? 'it does not run' : whyUnread(journal.list(readings));
    const told = `The connector was told to read Extra Info and has not within ${PATIENCE_MS / 1000} seconds: ${why}.`;
    throw new Error(told, { cause: error });
  });
  return output;
}

function whyUnread(calls: readonly JournalEntry[]): string {
  const failed = calls.findLast(({ status }) => status !== 200);
  if (failed === undefined) return 'it did not ask the bot for it';
  return failed.status ? `the bot answered with ${failed.status}` : 'the bot did not answer';
}
