import { afterEach, expect, test } from 'vitest';
import { type Stand, startStand } from '../support/stand.ts';

let stand: Stand | undefined;
afterEach(() => stand?.stop());

test('a user asks and reads the answer of the bot', async () => {
  console.time('start');
  stand = await startStand();
  console.timeEnd('start');
  const user = stand.user();
  const texts = await stand.exchange(user, 'hello', 1);
  console.time('x');
  expect(texts).toHaveLength(1);
  console.time('stop');
  await stand.stop();
  console.timeEnd('stop');
  stand = undefined;
});
