import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { timesHeard } from '../support/bot-record.ts';
import { sendRequest } from '../support/send-request.ts';
import { type SharedStand, startSharedStand } from '../support/shared-stand.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { APP_ID, WEBHOOK_SECRET } from '../support/stand.ts';
import { waitUntil } from '../support/wait-until.ts';

let stand: SharedStand;
beforeAll(async () => {
  // Patient enough for a database that is away for a while.
  stand = await startSharedStand({ instances: 2, retrySpacingMs: Array.from({ length: 200 }, () => 200) });
}, 60_000);
afterAll(() => stand?.stop());

const readiness = async (instance: number) => {
  const answer = await fetch(`${stand.instances[instance]!.url}/readyz`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const post = (instance: number) =>
  sendRequest(stand.instances[instance]!.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': WEBHOOK_SECRET },
    body: JSON.stringify(messageBody({ appId: APP_ID, id: stand.user().id }, 'anybody there?')),
  });

describe.each(['fast', 'crash'] as const)('PostgreSQL is away (%s) and comes back', (how) => {
  test('webhooks are refused with 503 and taken afterwards; nothing is lost and nothing happens twice', async () => {
    if (!stand.postgres.ours) throw new Error('needs a PostgreSQL of its own: unset TEST_DATABASE_URL');
    const before = stand.user();
    await stand.exchange(before, 'hello', 1);
    // One turn is under way when the database goes, one message arrives while it is away.
    const held = stand.chatbot.control.faults.add({
      endpoint: 'message',
      bodyIncludes: `under way ${how}`,
      effect: { kind: 'hold' },
    });
    const underWay = stand.user();
    underWay.say(`under way ${how}`);
    await waitUntil(
      'the bot is asked',
      () => stand.chatbot.control.journal.listRaw({ bodyIncludes: `under way ${how}` }).length > 0,
    );
    await stand.postgres.end(how);
    await waitUntil(
      'both refuse',
      async () => (await post(0)).status === 503 && (await post(1)).status === 503,
      20_000,
    );
    const refused = await post(0);
    expect(refused.headers['retry-after']).toBe('30');
    expect(await readiness(0)).toMatchObject({
      status: 503,
      body: { problem: expect.stringMatching(/^the database of server\.storage /) },
    });
    const meanwhile = stand.user();
    meanwhile.say(`meanwhile ${how}`);
    stand.chatbot.control.faults.release(held);
    await stand.postgres.begin();
    await waitUntil(
      'both are ready',
      async () => (await readiness(0)).status + (await readiness(1)).status === 400,
      30_000,
    );
    await stand.smooch.control.waitForMessages(underWay.id, 1, 30_000);
    await stand.smooch.control.waitForMessages(meanwhile.id, 1, 30_000);
    await stand.allDone();
    for (const user of [underWay, meanwhile]) expect(stand.texts(user)).toHaveLength(1);
    expect(await timesHeard(stand.chatbot, `under way ${how}`)).toBe(1);
    expect(await timesHeard(stand.chatbot, `meanwhile ${how}`)).toBe(1);
    expect(await stand.exchange(before, 'hello', 2)).toHaveLength(2);
  }, 90_000);
});
