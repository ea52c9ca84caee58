import { expect, onTestFinished, test } from 'vitest';
import { startProcessStand } from '../support/connector-process.ts';
import { sendRequest } from '../support/send-request.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';

test('what was acknowledged is safe: it is handled although the process is killed at that moment', async () => {
  const stand = await startProcessStand();
  onTestFinished(() => stand.stop());
  const users = Array.from({ length: 30 }, () => stand.user());
  const hold = stand.chatbot.control.faults.add({ endpoint: '*', effect: { kind: 'hold' }, times: 'always' });
  const answers = await Promise.all(
    users.map((user, index) =>
      sendRequest(`${stand.connector.url}/`, {
        headers: { 'content-type': 'application/json', 'x-api-key': WEBHOOK_SECRET },
        body: JSON.stringify(messageBody(user, `question ${index}`)),
      }),
    ),
  );
  await stand.connector.kill('SIGKILL');
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  stand.chatbot.control.faults.release(hold);
  await stand.connector.restart();
  await Promise.all(users.map((user) => stand.smooch.control.waitForMessages(user.id, 1)));
  await expect.poll(() => stand.connector.openEvents(), { timeout: 10_000 }).toBe(0);
  for (const user of users) expect(user.received).toHaveLength(1);
});
