import { expect, test } from 'vitest';
import { conversationLane } from '../../src/core/conversation.ts';
import { openBeside } from '../../src/store/sqlite/beside-store.ts';
import { startDeskStand } from '../support/desk-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { CHAT_CLOSED, HELLO } from './phrases.ts';
import { visitorOf } from './visitor.ts';

test('an operator who clears the session of a user leaves the chat with the agent as it is', async () => {
  const stand = await startDeskStand();
  const ana = visitorOf(stand);
  const { id } = await ana.meetsCarla();
  const { appId, id: userId } = ana.user;
  const lane = conversationLane({ environment: 'production', appId, userId });
  const beside = openBeside(stand.dataDir);
  await beside.request([{ lane, action: { action: 'clear-session' } }], Date.now());
  await beside.close();
  await waitUntil('it is done', () => stand.log.some(({ msg, kind }) => msg === 'turn' && kind === 'control'));
  expect(await ana.sees(() => stand.carla.say(id, 'Still there?'))).toEqual(['Still there?']);
  await ana.says('Yes');
  expect(ana.said()).toEqual(['Yes']);
  expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
  expect(await ana.says('hello')).toEqual([HELLO]);
});
