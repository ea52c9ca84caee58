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
 * Resolves when everything that was done so far is handled: all webhooks are delivered, and the connector has no event
 * open any more.
 * @throws NotAnsweredError when the connector ends, refuses a webhook, or takes longer than this
 */
export async function waitUntilAnswered(stand: Stand, timeoutMs: number): Promise<void> {
  const { connector } = stand;
  const refusedBefore = refusals(stand);
  const given = new AbortController();
  const handled = untilNothingMoves(stand, given.signal);
  const ended = connector.exited.then(
    ({ code, signal }) => `The connector ended (${signal ?? `exit code ${code}`}): its log says why.`,
  );
  const timedOut = delay(timeoutMs, `There was no answer within ${timeoutMs / 1000} seconds.`, {
    signal: given.signal,
    ref: false,
  });
  const problem = await Promise.race([handled, ended, timedOut]).finally(() => given.abort());
  if (problem !== undefined) throw new NotAnsweredError(problem);
  if (refusals(stand) > refusedBefore) {
    throw new NotAnsweredError('The connector did not take the webhook: its log says why.');
  }
}

/** What the connector does at HyperChat makes HyperChat tell it something: quiet is when a round brings nothing new. */
async function untilNothingMoves({ smooch, desk, connector }: Stand, signal: AbortSignal): Promise<undefined> {
  const webhooks = [smooch.control.webhooks, desk.control.webhooks];
  const counts = () => JSON.stringify(webhooks.map(({ log }) => log.counts()));
  for (let before = ''; before !== counts() && !signal.aborted; ) {
    before = counts();
    for (const { idle } of webhooks) await idle();
    while (!signal.aborted && (await connector.openEvents()) !== 0) await delay(POLL_MS);
  }
}

function refusals({ smooch, desk }: Stand): number {
  const { refused, gaveUp } = smooch.control.webhooks.log.counts();
  return refused + gaveUp + desk.control.webhooks.log.counts().failed;
}
