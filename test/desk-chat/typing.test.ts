import { expect, test } from 'vitest';
import { startDeskStand } from '../support/desk-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { visitorOf } from './visitor.ts';

async function start() {
  const stand = await startDeskStand();
  const ana = visitorOf(stand);
  const { id, creator } = await ana.meetsCarla();
  stand.smooch.control.journal.clear();
  /** What the user's channel was told about typing. */
  const shown = () =>
    stand.smooch.control.journal
      .listRaw({ endpoint: 'activity' })
      .map(({ path, body }) => [path.includes(ana.user.id), (body as { type: string }).type]);
  const shows = (count: number) => waitUntil(`${count} activities are shown`, () => shown().length >= count);
  return { stand, ana, id, creator, shown, shows };
}

test('the agent begins and stops to write: the user sees it', async () => {
  const { stand, id, shown, shows } = await start();
  stand.carla.typing(id, true);
  await shows(1);
  stand.carla.typing(id, false);
  await shows(2);
  expect(shown()).toEqual([
    [true, 'typing:start'],
    [true, 'typing:stop'],
  ]);
});

test('whatever else an agent does is no typing', async () => {
  const { stand, id, shown, shows } = await start();
  stand.carla.showActivity(id, 'stop-writing');
  await shows(1);
  expect(shown()).toEqual([[true, 'typing:stop']]);
});

test("only the chat's agents count", async () => {
  const { stand, ana, id, creator, shown, shows } = await start();
  const { webhooks } = stand.desk.control;
  const writes = (userId: string, chatId = id) =>
    webhooks.forge({ trigger: 'users:activity', data: { chatId, userId, type: 'writing' } });
  await writes(creator);
  await writes('u_marco');
  await writes('u_carla', 'c_unknown');
  stand.carla.typing(id, true);
  await shows(1);
  await stand.settled();
  expect(shown()).toEqual([[true, 'typing:start']]);
  expect(await ana.says('Hello')).toEqual([]);
});

test('both of two agents count, and none who has left', async () => {
  const { stand, ana, id, shown, shows } = await start();
  stand.desk.control.invite(id, 'u_marco');
  await ana.sees(() => stand.marco.accept(id));
  stand.carla.typing(id, true);
  await shows(1);
  stand.marco.typing(id, true);
  await shows(2);
  await ana.sees(() => stand.carla.leave(id));
  const { webhooks } = stand.desk.control;
  await webhooks.forge({ trigger: 'users:activity', data: { chatId: id, userId: 'u_carla', type: 'writing' } });
  stand.marco.typing(id, false);
  await shows(3);
  expect(shown().map(([, type]) => type)).toEqual(['typing:start', 'typing:start', 'typing:stop']);
});

test('nobody sees it after the end', async () => {
  const { stand, ana, id, shown, shows } = await start();
  const ben = visitorOf(stand);
  const other = await ben.meetsCarla();
  await ana.sees(() => stand.carla.close(id));
  stand.smooch.control.journal.clear();
  const { webhooks } = stand.desk.control;
  const data = { chatId: id, userId: 'u_carla', type: 'writing' };
  expect((await webhooks.forge({ trigger: 'users:activity', data })).status).toBe(200);
  stand.carla.typing(other.id, true);
  await shows(1);
  expect(shown()).toEqual([[false, 'typing:start']]);
});

test('a channel that fails to show it disturbs nothing', async () => {
  const { stand, ana, id, shows } = await start();
  stand.smooch.control.faults.add({ endpoint: 'activity', effect: { kind: 'respond', status: 400 }, times: 'always' });
  stand.carla.typing(id, true);
  await shows(1);
  expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
});

test("a user's message to the agent shows no typing of the bot", async () => {
  const { stand, ana, shown } = await start();
  await ana.says('Hello');
  await stand.settled();
  expect(shown()).toEqual([]);
});
