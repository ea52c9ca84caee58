import { setTimeout as delay } from 'node:timers/promises';
import type { Stand } from '../run/start-stand.ts';

const POLL_MS = 20;

/** The connector did not do its part; the message says what happened. */
export class NotAnsweredError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotAnsweredError';
  }
}

/**
 * Resolves when everything the user did so far is handled: the webhooks are delivered,
 * and the connector has no event open any more.
 * @throws NotAnsweredError when the connector ends, refuses a webhook, or takes longer than this
 */
export async function waitUntilAnswered({ smooch, connector }: Stand, timeoutMs: number): Promise<void> {
  const refusedBefore = lost(smooch.control.webhooks.log.counts());
  const given = new AbortController();
  const handled = (async () => {
    await smooch.control.webhooks.idle();
    while (!given.signal.aborted && (await connector.openEvents()) !== 0) await delay(POLL_MS);
    return undefined;
  })();
  const ended = connector.exited.then(
    ({ code, signal }) => `The connector ended (${signal ?? `exit code ${code}`}): its log says why.`,
  );
  const timedOut = delay(timeoutMs, `There was no answer within ${timeoutMs / 1000} seconds.`, {
    signal: given.signal,
    ref: false,
  });
  const problem = await Promise.race([handled, ended, timedOut]).finally(() => given.abort());
  if (problem !== undefined) throw new NotAnsweredError(problem);
  if (lost(smooch.control.webhooks.log.counts()) > refusedBefore) {
    throw new NotAnsweredError('The connector did not take the webhook: its log says why.');
  }
}

function lost({ refused, gaveUp }: { refused: number; gaveUp: number }): number {
  return refused + gaveUp;
}
