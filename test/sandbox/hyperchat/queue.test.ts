import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedAgent } from '../../../sandbox/hyperchat/control/simulated-agent.ts';
import type { ToldEvent } from '../../../sandbox/hyperchat/hyperchat-service.ts';
import { type DeskClient, startDesk } from './desk-client.ts';

let desk: DeskClient;
let carla: SimulatedAgent;
let told: ToldEvent[];

beforeEach(async () => {
  desk = await startDesk({ queueActive: true, invitation: { intervalMs: 10_000, maxAttempts: 2 } });
  carla = desk.control.agent('u_carla');
  told = [];
  desk.control.events.on('event', (event) => told.push(event));
});
afterEach(() => desk.simulator.stop());

const positionsOf = (chatId: string) =>
  told
    .filter((event) => event.trigger === 'queues:update' && event.chatId === chatId)
    .map(({ data }) => (data.data as { queuePosition: unknown }).queuePosition);

/** As many open chats, each of another user. */
async function openChats(count: number) {
  const chats = [];
  for (let i = 0; i < count; i++) chats.push(await desk.openChat());
  return chats.map(({ id }) => id) as [string, string, string, string];
}

describe('in queue mode', () => {
  test('a chat waits in line and is told how many are ahead', async () => {
    const [first, second] = [await desk.openChat(), await desk.openChat()];
    expect(first).toMatchObject({ status: 'waiting', inQueue: true });
    expect([positionsOf(first.id), positionsOf(second.id)]).toEqual([[0], [1]]);
    expect(told.at(-1)?.data).toEqual({ chatId: second.id, userId: second.creator, data: { queuePosition: 1 } });
  });

  test('a chat is told each move, whoever leaves the line', async () => {
    const [first, second, third, fourth] = await openChats(4);
    await desk.call('DELETE', `/chats/${second}`);
    carla.login();
    carla.accept();
    expect(positionsOf(third)).toEqual([2, 1, 0]);
    expect(positionsOf(fourth)).toEqual([3, 2, 1]);
    expect(positionsOf(first)).toEqual([0]);
    expect(desk.control.chat(first)).toMatchObject({ status: 'active', inQueue: false, position: undefined });
    expect(desk.control.chat(third)).toMatchObject({ status: 'waiting', inQueue: true, position: 0 });
  });

  test('each room has its own line', async () => {
    const support = await desk.openChat();
    const sales = await desk.openChat({ room: 2 });
    expect([positionsOf(support.id), positionsOf(sales.id)]).toEqual([[0], [0]]);
    expect((await desk.call('GET', '/queues/status')).body).toEqual({
      active: true,
      queues: [
        { id: 1, name: 'Support', waiting: 1 },
        { id: 2, name: 'Sales', waiting: 1 },
      ],
    });
  });

  test('an agent who is there is invited at once, without assign', async () => {
    carla.login();
    const { id } = await desk.openChat();
    expect(carla.invitedTo).toEqual([id]);
    carla.accept();
    expect(told.map(({ trigger }) => trigger)).toEqual([
      'chats:create',
      'queues:update',
      'invitations:new',
      'invitations:accept',
      'chats:join',
    ]);
  });

  test('the next in line is invited when an agent logs in, or has a place again', async () => {
    const [first, second, third] = await openChats(3);
    carla.login();
    expect(carla.invitedTo).toEqual([first]);
    carla.accept();
    expect(carla.invitedTo).toEqual([]);
    carla.close(first);
    expect(carla.invitedTo).toEqual([second]);
    carla.accept();
    carla.leave(second);
    expect(carla.invitedTo).toEqual([third]);
    await desk.call('PUT', '/agents/u_carla', { capacity: 2 });
    expect(carla.invitedTo).toEqual([third]);
  });

  test('an agent who is added online is invited to who waits; one who is added logged off is not', async () => {
    const [first] = await openChats(1);
    const rooms = [1];
    expect(desk.control.addAgent({ id: 'u_nora', name: 'Nora', rooms }).invitedTo).toEqual([]);
    expect(desk.control.addAgent({ id: 'u_olga', name: 'Olga', rooms, online: true }).invitedTo).toEqual([first]);
  });

  test('an invitation that runs out is sent again, for as long as somebody is there', async () => {
    carla.login();
    const { id } = await desk.openChat();
    desk.control.clock.advance(50_000);
    expect(desk.control.invitations({ chatId: id }).map(({ state }) => state)).toEqual([
      ...Array(5).fill('expired'),
      'pending',
    ]);
    expect(desk.control.invitations({ chatId: id }).map(({ nth }) => nth)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(told.map(({ trigger }) => trigger)).not.toContain('forever:alone');
  });

  test('an agent who rejected is asked again when they have a place again', async () => {
    const [first, second] = await openChats(2);
    carla.login();
    carla.reject(first);
    expect(carla.invitedTo).toEqual([second]);
    carla.accept();
    expect(desk.control.chat(first)).toMatchObject({ status: 'waiting', inQueue: true, position: 0 });
    carla.close(second);
    expect(carla.invitedTo).toEqual([first]);
  });

  test('the line waits when the last agent goes, or is told forever:alone', async () => {
    const { id } = await desk.openChat();
    carla.login();
    carla.logout();
    const alone = () => told.filter(({ trigger }) => trigger === 'forever:alone').length;
    expect(alone()).toBe(0);
    expect(desk.control.chat(id)).toMatchObject({ inQueue: true, invited: undefined });
    desk.control.configure({ queue: { nobodyOnline: 'forever:alone' } });
    carla.login();
    carla.logout();
    expect(alone()).toBe(1);
    desk.control.agent('u_david').logout();
    expect(alone()).toBe(1);
    expect(desk.control.chat(id)).toMatchObject({ status: 'waiting', inQueue: true });
    carla.login();
    expect(carla.invitedTo).toEqual([id]);
    expect((await desk.openChat({ room: 2 })).inQueue).toBe(true);
    expect(alone()).toBe(2);
  });

  test('who leaves puts nobody back in line, and who returns the chat does', async () => {
    carla.login();
    const { id } = await desk.openChat();
    carla.accept();
    carla.leave(id);
    expect(desk.control.chat(id)).toMatchObject({ status: 'waiting', inQueue: false });
    carla.join(id);
    await desk.call('POST', `/chats/${id}/toinbox`);
    expect(desk.control.chat(id)).toMatchObject({ status: 'waiting', inQueue: true, position: 0, invited: undefined });
    desk.control.agent('u_david').login();
    expect(desk.control.chat(id).invited).toBe('u_david');
  });

  test('a chat can be told its position once more', async () => {
    const [, second] = await openChats(2);
    expect((await desk.call('GET', `/queues/update/${second}`)).body).toMatchObject({ data: { queuePosition: 1 } });
    desk.control.tellPosition(second);
    desk.control.tellPosition(second, 7);
    expect(positionsOf(second)).toEqual([1, 1, 1, 7]);
    await desk.call('DELETE', `/chats/${second}`);
    expect((await desk.call('GET', `/queues/update/${second}`)).status).toBe(400);
  });

  test('positions may be a rank, in quotes, and without user', async () => {
    desk.control.configure({ queue: { firstPosition: 1 }, wire: { queuePosition: 'string', queueUser: false } });
    const { id } = await desk.openChat();
    expect(told.at(-1)?.data).toEqual({ chatId: id, data: { queuePosition: '1' } });
  });
});

test('the mode counts for chats that are opened after the change', async () => {
  const queued = await desk.openChat();
  await desk.sandbox('PUT', '/queue', { active: false });
  const free = await desk.openChat();
  expect(free.inQueue).toBe(false);
  expect(positionsOf(free.id)).toEqual([]);
  carla.login();
  expect(carla.invitedTo).toEqual([queued.id]);
});
