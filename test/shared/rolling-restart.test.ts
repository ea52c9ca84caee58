import { afterAll, beforeAll, expect, test } from 'vitest';
import { heardByBot } from '../support/bot-record.ts';
import { type SharedStand, startSharedStand } from '../support/shared-stand.ts';

let stand: SharedStand;
beforeAll(async () => {
  stand = await startSharedStand({ instances: 2, retrySpacingMs: Array.from({ length: 300 }, () => 100) });
}, 60_000);
afterAll(() => stand?.stop());

test('two instances behind a proxy are replaced one after the other under load: no event lost, none handled twice', async () => {
  const users = Array.from({ length: 20 }, () => stand.user());
  const said: string[] = [];
  let talking = true;
  const talk = async (user: (typeof users)[number], index: number) => {
    for (let round = 1; talking; round += 1) {
      const text = `user ${index}, message ${round}`;
      said.push(text);
      user.say(text);
      await stand.smooch.control.waitForMessages(user.id, round, 60_000);
    }
    return user;
  };
  const talks = users.map(talk);
  for (const instance of [...stand.instances, ...stand.instances]) {
    const { code } = await instance.kill('SIGTERM');
    expect(code).toBe(0);
    await instance.restart();
  }
  talking = false;
  await Promise.all(talks);
  await stand.allDone();
  const heard = (await heardByBot(stand.chatbot)).filter((text) => text.startsWith('user '));
  expect([...heard].sort()).toEqual([...said].sort());
  for (const [index, user] of users.entries()) {
    const own = said.filter((text) => text.startsWith(`user ${index},`));
    expect(stand.texts(user)).toHaveLength(own.length);
    // In the order in which they were said.
    expect(heard.filter((text) => text.startsWith(`user ${index},`))).toEqual(own);
  }
}, 120_000);
