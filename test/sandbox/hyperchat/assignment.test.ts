import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedAgent } from '../../../sandbox/hyperchat/control/simulated-agent.ts';
import type { ToldEvent } from '../../../sandbox/hyperchat/hyperchat-service.ts';
import { type DeskClient, startDesk } from './desk-client.ts';

let desk: DeskClient;
let carla: SimulatedAgent;
let david: SimulatedAgent;
let told: string[];

beforeEach(async () => {
  // The clock stands still unless a test puts it forward.
  desk = await startDesk({ invitation: { intervalMs: 10_000, maxAttempts: 3 }, now: () => 1_700_000_000_000 });
  [carla, david] = [desk.control.agent('u_carla'), desk.control.agent('u_david')];
  told = [];
  desk.control.events.on('event', ({ trigger, data }: ToldEvent) => {
    if (trigger !== 'chats:create') told.push([trigger, data.userId ?? []].flat().join(' '));
  });
});
afterEach(() => desk.simulator.stop());

const assign = (id: string, query = '') => desk.call('GET', `/chats/${id}/assign${query}`);
const statesOf = (chatId: string) =>
  desk.control.invitations({ chatId }).map(({ agentId, state }) => `${agentId} ${state}`);

describe('assigning a chat', () => {
  test('invites an agent, who accepts', async () => {
    carla.login();
    const { id, creator } = await desk.openChat();
    expect(await assign(id)).toEqual({ status: 200, body: { agent: { id: 'u_carla' } } });
    expect(carla.invitedTo).toEqual([id]);
    expect((await desk.call('GET', `/chats/${id}`)).body.chat).toMatchObject({ status: 'waiting', inQueue: false });
    carla.accept();
    expect(told).toEqual(['invitations:new u_carla', 'invitations:accept u_carla', 'chats:join u_carla']);
    expect((await desk.call('GET', `/chats/${id}`)).body.chat).toMatchObject({
      status: 'active',
      users: [creator, 'u_carla'],
    });
    expect(carla.chats).toEqual([id]);
    desk.control.clock.advance(60_000);
    expect(statesOf(id)).toEqual(['u_carla accepted']);
  });

  test('asks once more for whom is invited already', async () => {
    carla.login();
    david.login();
    const { id } = await desk.openChat();
    const first = (await assign(id)).body.agent;
    expect((await assign(id)).body.agent).toEqual(first);
    expect(desk.control.invitations()).toHaveLength(1);
  });

  test('without anybody there is forever:alone at once, and the chat stays open', async () => {
    const { id } = await desk.openChat();
    expect(await assign(id)).toEqual({ status: 200, body: {} });
    expect(told).toEqual(['forever:alone']);
    expect(desk.control.chat(id).status).toBe('waiting');
    carla.login();
    expect((await assign(id)).body.agent).toEqual({ id: 'u_carla' });
  });

  test('looks at room, language and capacity', async () => {
    carla.login();
    carla.join((await desk.openChat()).id);
    david.login();
    const invitedFor = async (more: object) => (await assign((await desk.openChat(more)).id)).body.agent?.id;
    expect(await invitedFor({ lang: 'es' })).toBeUndefined();
    expect(await invitedFor({ lang: null })).toBe('u_david');
    expect(await invitedFor({ room: 2 })).toBe('u_david');
    expect(await invitedFor({ room: 2 })).toBeUndefined();
  });

  test('is refused for a chat that is closed, has an agent, or is in the queue', async () => {
    carla.login();
    const { id } = await desk.openChat();
    carla.join(id);
    expect((await assign(id)).body.error.message).toBe('The chat has an agent already');
    carla.close(id);
    expect((await assign(id)).body.error.message).toBe('The chat is closed');
    desk.control.setQueueActive(true);
    expect((await assign((await desk.openChat()).id)).body.error.message).toContain('in the queue');
    expect((await assign('c_none')).status).toBe(404);
  });
});

describe('an invitation', () => {
  test('that runs out goes to another agent, then to the first again, until nobody is left to try', async () => {
    carla.login();
    david.login();
    const { id } = await desk.openChat();
    await assign(id);
    desk.control.clock.advance(9_999);
    expect(statesOf(id)).toEqual(['u_carla pending']);
    desk.control.clock.advance(1);
    expect(statesOf(id)).toEqual(['u_carla expired', 'u_david pending']);
    desk.control.clock.advance(10_000);
    expect(statesOf(id)).toEqual(['u_carla expired', 'u_david expired', 'u_carla pending']);
    expect(told).not.toContain('forever:alone');
    desk.control.clock.advance(10_000);
    expect(told.at(-1)).toBe('forever:alone');
    expect(desk.control.chat(id)).toMatchObject({ status: 'waiting', invited: undefined });
    desk.control.clock.advance(60_000);
    expect(told.filter((trigger) => trigger === 'forever:alone')).toHaveLength(1);
  });

  test('runs out by itself', async () => {
    desk.control.configure({ invitation: { intervalMs: 5, maxAttempts: 1 } });
    carla.login();
    const { id } = await desk.openChat();
    const alone = desk.control.waitForEvent('forever:alone', id);
    await assign(id);
    expect((await alone).data).toEqual({ chatId: id });
  });

  test('that is rejected goes to another agent and never to the same', async () => {
    carla.login();
    david.login();
    const { id } = await desk.openChat();
    await assign(id);
    carla.reject();
    expect(statesOf(id)).toEqual(['u_carla rejected', 'u_david pending']);
    david.reject(id);
    expect(told.at(-1)).toBe('forever:alone');
    expect(statesOf(id)).toEqual(['u_carla rejected', 'u_david rejected']);
  });

  test('can be let run out at once, and may have its own limits', async () => {
    carla.login();
    const { id } = await desk.openChat();
    await assign(id, '?maxAttempts=2&interval=1');
    carla.letRunOut();
    expect(statesOf(id)).toEqual(['u_carla expired', 'u_carla pending']);
    desk.control.clock.advance(1_000);
    expect(told.at(-1)).toBe('forever:alone');
  });

  test('of an agent who logs off goes to another', async () => {
    carla.login();
    david.login();
    const { id } = await desk.openChat();
    await assign(id);
    carla.logout();
    expect(statesOf(id)).toEqual(['u_carla cancelled', 'u_david pending']);
  });

  test('takes a place while it is open', async () => {
    carla.login();
    const [first, second] = [await desk.openChat(), await desk.openChat()];
    await assign(first.id);
    expect((await desk.call('GET', '/agents/available?roomIds=1')).body.agents).toEqual({});
    expect((await assign(second.id)).body).toEqual({});
    carla.reject(first.id);
    expect((await desk.call('GET', '/agents/available?roomIds=1')).body.agents).toEqual({ '1': 1 });
  });

  test('ends with the chat', async () => {
    carla.login();
    const { id } = await desk.openChat();
    await assign(id);
    await desk.call('DELETE', `/chats/${id}`);
    expect(statesOf(id)).toEqual(['u_carla cancelled']);
    expect(() => carla.accept(id)).toThrow('no open invitation');
    expect(() => carla.accept()).toThrow('Carla Soto has no open invitation');
    desk.control.clock.advance(60_000);
    expect(told).not.toContain('forever:alone');
  });

  test('is sent, accepted and rejected over the API', async () => {
    carla.login();
    david.login();
    const { id } = await desk.openChat();
    const invitations = (path: string, userId: string) =>
      desk.call('POST', `/invitations/${path}`, { chatId: id, userId });
    expect((await invitations('', 'u_david')).status).toBe(200);
    expect((await invitations('accept', 'u_carla')).status).toBe(404);
    expect((await invitations('reject', 'u_david')).status).toBe(200);
    expect(statesOf(id)).toEqual(['u_david rejected', 'u_carla pending']);
    expect((await invitations('accept', 'u_carla')).status).toBe(200);
    expect(desk.control.chat(id).status).toBe('active');
    expect((await invitations('', 'u_carla')).body.error.message).toBe('The agent is in the chat already');
    david.logout();
    expect((await invitations('', 'u_david')).body.error.message).toBe('The agent is not online');
  });
});

describe('an agent', () => {
  test('who leaves lets the chat wait, and nobody is looked for', async () => {
    carla.login();
    david.login();
    const { id } = await desk.openChat();
    carla.join(id);
    carla.leave(id);
    expect(told).toEqual(['chats:join u_carla', 'chats:leave u_carla']);
    expect(desk.control.chat(id)).toMatchObject({ status: 'waiting', invited: undefined });
    expect(() => carla.say(id, 'x')).toThrow('The user is not in this chat');
  });

  test('who hands the chat over leaves it, and the colleague joins', async () => {
    carla.login();
    david.login();
    const { id, creator } = await desk.openChat();
    carla.join(id);
    carla.transfer(id, 'u_david');
    expect(desk.control.chat(id)).toMatchObject({ status: 'waiting', users: [creator], invited: 'u_david' });
    david.accept();
    expect(told).toEqual([
      'chats:join u_carla',
      'invitations:new u_david',
      'chats:leave u_carla',
      'invitations:accept u_david',
      'chats:join u_david',
    ]);
    expect(desk.control.chat(id)).toMatchObject({ status: 'active', users: [creator, 'u_david'] });
  });

  test('who is not online cannot be handed a chat', async () => {
    const { id, creator } = await desk.openChat();
    carla.join(id);
    expect(() => carla.transfer(id, 'u_david')).toThrow('The agent is not online');
    expect(desk.control.chat(id)).toMatchObject({ status: 'active', users: [creator, 'u_carla'] });
  });

  test('who puts the chat back is not asked again', async () => {
    carla.login();
    david.login();
    const { id } = await desk.openChat();
    carla.join(id);
    carla.toInbox(id);
    expect(statesOf(id)).toEqual(['u_david pending']);
    david.reject();
    expect(told.at(-1)).toBe('forever:alone');
  });

  test('who is called into a chat and does not come changes nothing', async () => {
    carla.login();
    david.login();
    const { id, creator } = await desk.openChat();
    carla.join(id);
    desk.control.invite(id, 'u_david');
    david.letRunOut();
    expect(statesOf(id)).toEqual(['u_david expired']);
    desk.control.invite(id, 'u_david');
    david.accept();
    expect(desk.control.chat(id)).toMatchObject({ status: 'active', users: [creator, 'u_carla', 'u_david'] });
    carla.leave(id);
    expect(desk.control.chat(id)).toMatchObject({ status: 'active', users: [creator, 'u_david'] });
  });

  test('keeps the chats when logging off', async () => {
    carla.login();
    const { id } = await desk.openChat();
    carla.join(id);
    carla.logout();
    expect(desk.control.chat(id).status).toBe('active');
    expect(carla.say(id, 'back again').message).toBe('back again');
  });

  test('can be added later, and be unknown', async () => {
    desk.control.addAgent({ id: 'u_eva', name: 'Eva', rooms: [1], online: true });
    expect((await assign((await desk.openChat()).id)).body.agent).toEqual({ id: 'u_eva' });
    expect(() => desk.control.addAgent({ id: 'u_eva', name: 'Eva', rooms: [1] })).toThrow('already');
    expect(() => desk.control.agent('u_none')).toThrow('Agent not found');
    await expect(startDesk({ agents: [{ id: 'a', name: 'A', rooms: [7] }] })).rejects.toThrow('There is no room 7');
  });
});
