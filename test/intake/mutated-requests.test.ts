import { Agent, request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { startProcessStand } from '../support/connector-process.ts';
import { secretsOf } from '../support/secrets-of.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';
import { createRandom, type OddRequest, oddRequest } from './mutate-request.ts';

const REQUESTS = 5_000;
const AT_ONCE = 24;
const SEED = 20_261_123;
const ANSWERS = [200, 400, 401, 413, 415, 503];

/** Runs a task so many times, some at once. */
async function repeat(times: number, atOnce: number, task: () => Promise<void>): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await task();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const describeRequest = ({ path, headers, body }: OddRequest): string =>
  JSON.stringify({ path, headers, body: body.toString('latin1').slice(0, 2_000) });

test('every one of 5,000 odd requests is answered, and afterwards a normal user is', async () => {
  const stand = await startProcessStand();
  onTestFinished(() => stand.stop());
  const agent = new Agent({ connections: AT_ONCE });
  onTestFinished(() => agent.destroy());
  const pid = stand.connector.pid;
  const random = createRandom(SEED);
  const users = Array.from({ length: 50 }, () => stand.user());
  const counts = new Map<number, number>();
  const surprises: string[] = [];

  await repeat(REQUESTS, AT_ONCE, async () => {
    const user = users[Math.floor(random() * users.length)]!;
    const odd = oddRequest(random, user, WEBHOOK_SECRET);
    const { path, headers, body } = odd;
    try {
      const answer = await request(`${stand.connector.url}${path}`, {
        method: 'POST',
        headers,
        body,
        dispatcher: agent,
      });
      await answer.body.dump();
      counts.set(answer.statusCode, (counts.get(answer.statusCode) ?? 0) + 1);
      if (!ANSWERS.includes(answer.statusCode)) surprises.push(`${answer.statusCode} ${describeRequest(odd)}`);
    } catch (error) {
      surprises.push(`${error} ${describeRequest(odd)}`);
    }
  });

  expect(surprises).toEqual([]);
  // The mutations reach every stage: otherwise this test would be one about broken JSON.
  for (const status of [200, 400, 401]) expect(counts.get(status)).toBeGreaterThan(200);
  await expect.poll(() => stand.connector.openEvents(), { timeout: 30_000 }).toBe(0);
  const normal = stand.user();
  expect(await stand.exchange(normal, 'hello', 1)).toHaveLength(1);
  expect(stand.connector.pid).toBe(pid);
  const lines = stand.log();
  expect(lines.filter(({ msg }) => String(msg).includes('unexpected error'))).toEqual([]);
  const told = stand.connector.log();
  expect(secretsOf(stand).filter((secret) => told.includes(secret))).toEqual([]);
}, 120_000);
