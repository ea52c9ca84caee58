import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedAgent } from '../../../sandbox/hyperchat/control/simulated-agent.ts';
import { TRIGGERS } from '../../../sandbox/hyperchat/desk/desk-event.ts';
import { type DeskClient, startDesk } from './desk-client.ts';
import { type ReceivedEvent, startWebhookTarget, type WebhookTarget } from './webhook-target.ts';

let desk: DeskClient;
let target: WebhookTarget;
let carla: SimulatedAgent;

beforeEach(async () => {
  target = await startWebhookTarget();
  desk = await startDesk();
  carla = desk.control.agent('u_carla');
  const events = TRIGGERS.filter((name) => name !== 'chats:assign');
  await desk.control.webhooks.register({ target: target.url, events });
});
afterEach(() => Promise.all([desk.simulator.stop(), target.stop()]));

/** What the webhook was told so far of these events. */
async function toldOf(...triggers: string[]): Promise<ReceivedEvent['data'][]> {
  await desk.control.webhooks.idle();
  return target.events.filter(({ trigger }) => triggers.includes(trigger)).map(({ data }) => data);
}

async function openActiveChat() {
  carla.login();
  const chat = await desk.openChat();
  await desk.call('GET', `/chats/${chat.id}/assign`);
  carla.accept(chat.id);
  return chat;
}

describe('webhooks are told', () => {
  test('of the way to an agent, in order', async () => {
    const { id, creator } = await openActiveChat();
    await desk.control.webhooks.idle();
    expect(target.events.map(({ trigger, data }) => ({ trigger, data }))).toEqual([
      { trigger: 'chats:create', data: { chatId: id, userId: creator } },
      { trigger: 'invitations:new', data: { chatId: id, userId: 'u_carla' } },
      { trigger: 'invitations:accept', data: { chatId: id, userId: 'u_carla' } },
      { trigger: 'chats:join', data: { chatId: id, userId: 'u_carla' } },
    ]);
  });

  test('of every message, those of the end user as well', async () => {
    const { id, creator } = await openActiveChat();
    const { message } = (await desk.call('POST', `/chats/${id}/messages`, { sender: creator, message: 'hi' })).body;
    const html =
      'Hi <b>Ana</b>&nbsp;!<br><img src="data:image/png;base64,AAAA"> <a href="https://x.example/?a=1&amp;b=2">here</a> &lt;ok&gt;';
    const said = carla.say(id, html);
    expect(await toldOf('messages:new')).toEqual([
      { message },
      { message: { id: said.id, chat: id, sender: 'u_carla', type: 'text', message: html, created: said.created } },
    ]);
  });

  test('of files from either side, with a relative address', async () => {
    const { id, creator } = await openActiveChat();
    const file = new File(['hello'], 'note.txt');
    const uploaded = (await desk.upload({ chatId: id, senderId: creator, file })).body.media;
    const sent = carla.sendFile(id, { name: 'invoice.png', bytes: new Uint8Array(7) });
    const told = await toldOf('messages:new');
    expect(told).toMatchObject([
      {
        message: { id: uploaded.id, sender: creator, type: 'media', message: { name: 'note.txt', type: 'text/plain' } },
      },
      {
        message: {
          id: sent.id,
          sender: 'u_carla',
          type: 'media',
          message: { url: `/media/${sent.id}`, type: 'image/png', name: 'invoice.png', size: 7 },
        },
      },
    ]);
    expect((await desk.call('GET', `/media/${sent.id}`)).status).toBe(200);
  });

  test('of what the desk itself says, and of objects', async () => {
    const { id } = await openActiveChat();
    desk.control.saySystem(id, 'Carla is typing elsewhere');
    desk.control.sendObject(id, 'u_carla', { message: 'Which one?', options: [{ label: 'A' }] });
    expect(await toldOf('messages:new')).toMatchObject([
      { message: { sender: 'system', type: 'text', message: 'Carla is typing elsewhere' } },
      { message: { sender: 'u_carla', type: 'object', message: '{"message":"Which one?","options":[{"label":"A"}]}' } },
    ]);
    expect((await desk.call('GET', '/users/system')).status).toBe(404);
  });

  test('of senders as objects, when wished', async () => {
    desk.control.configure({ wire: { sender: 'object' } });
    const { id } = await openActiveChat();
    carla.say(id, 'hi');
    expect(await toldOf('messages:new')).toMatchObject([{ message: { sender: { id: 'u_carla' } } }]);
  });

  test('of typing on both sides, and of anything that looks like it', async () => {
    const { id, creator } = await openActiveChat();
    carla.typing(id, true);
    carla.typing(id, false);
    carla.showActivity(id, 'leave');
    const activity = (type: string) => desk.call('POST', `/users/${creator}/activity`, { chatId: id, type });
    expect((await activity('writing')).status).toBe(200);
    expect((await activity('dancing')).status).toBe(400);
    desk.control.configure({ rules: { endUserActivity: false } });
    expect((await activity('not-writing')).status).toBe(200);
    expect(await toldOf('users:activity')).toEqual([
      { chatId: id, userId: 'u_carla', type: 'writing' },
      { chatId: id, userId: 'u_carla', type: 'not-writing' },
      { chatId: id, userId: 'u_carla', type: 'leave' },
      { chatId: id, userId: creator, type: 'writing' },
    ]);
  });

  test('of messages that were read, and of who leaves', async () => {
    const { id, creator } = await openActiveChat();
    const { message } = (await desk.call('POST', `/chats/${id}/messages`, { sender: creator, message: 'hi' })).body;
    await desk.call('PUT', `/messages/${message.id}/read`, { userId: 'u_carla' });
    carla.leave(id);
    expect(await toldOf('messages:read', 'chats:leave')).toEqual([
      { message, userId: 'u_carla' },
      { chatId: id, userId: 'u_carla' },
    ]);
  });

  test('of places in the queue', async () => {
    desk.control.setQueueActive(true);
    const [first, second] = [await desk.openChat(), await desk.openChat()];
    await desk.call('DELETE', `/chats/${first.id}`);
    const told = (await toldOf('queues:update')).filter(({ chatId }) => chatId === second.id);
    expect(told.map(({ data }) => data)).toEqual([{ queuePosition: 1 }, { queuePosition: 0 }]);
    desk.control.configure({ wire: { queuePosition: 'string' } });
    desk.control.tellPosition(second.id);
    expect((await toldOf('queues:update')).at(-1)).toMatchObject({ data: { queuePosition: '0' } });
  });
});

describe('the end of a chat is told', () => {
  test('by an agent', async () => {
    const { id } = await openActiveChat();
    carla.close(id);
    expect(await toldOf('chats:close')).toEqual([{ chatId: id, userId: 'u_carla' }]);
  });

  test('by the desk itself, also with a reason', async () => {
    const [first, second] = [await openActiveChat(), await desk.openChat()];
    desk.control.closeChat(first.id, 'system', 'inactivity');
    await desk.control.webhooks.idle();
    desk.control.closeChat(second.id, 'system');
    expect(await toldOf('chats:close')).toEqual([
      { chatId: first.id, userId: 'system', extraData: { reason: 'inactivity' } },
      { chatId: second.id, userId: 'system' },
    ]);
    expect(desk.control.chat(first.id)).toMatchObject({ closedBy: 'system', closeReason: 'inactivity' });
  });

  test('by the end user, over the API or not', async () => {
    const [first, second] = [await openActiveChat(), await desk.openChat()];
    desk.control.closeChat(first.id, 'user');
    await desk.control.webhooks.idle();
    await desk.call('DELETE', `/chats/${second.id}?userId=${second.creator}`);
    expect(await toldOf('chats:close')).toEqual([
      { chatId: first.id, userId: first.creator },
      { chatId: second.id, userId: second.creator },
    ]);
  });

  test('by the desk, when the integration closes it after forever:alone', async () => {
    const { id } = await desk.openChat();
    await desk.call('GET', `/chats/${id}/assign`);
    await desk.call('DELETE', `/chats/${id}`);
    await desk.control.webhooks.idle();
    expect(target.events.slice(1).map(({ trigger, data }) => ({ trigger, data }))).toEqual([
      { trigger: 'forever:alone', data: { chatId: id } },
      { trigger: 'chats:close', data: { chatId: id, userId: 'system' } },
    ]);
  });

  test('once, however often it is closed', async () => {
    desk.control.configure({ rules: { closeOfClosed: 'success' } });
    const { id } = await openActiveChat();
    carla.close(id);
    await desk.call('DELETE', `/chats/${id}`);
    expect(await toldOf('chats:close')).toHaveLength(1);
  });

  test('first, and its ticket later', async () => {
    desk.control.configure({ tickets: { delayMs: 60_000 } });
    const { id } = await openActiveChat();
    carla.close(id);
    await desk.control.webhooks.idle();
    expect(target.triggers().at(-1)).toBe('chats:close');
    expect(desk.control.chat(id).ticketId).toBeUndefined();
    desk.control.clock.advance(60_000);
    const { ticketId } = desk.control.chat(id);
    expect(await toldOf('system:info')).toEqual([{ chatId: id, data: { ticketId } }]);
    expect(ticketId).toEqual(expect.any(Number));
  });

  test('without a ticket, when the instance makes none', async () => {
    desk.control.configure({ tickets: { active: false } });
    const { id } = await openActiveChat();
    carla.close(id);
    desk.control.clock.advance(3_600_000);
    expect(await toldOf('system:info')).toEqual([]);
  });
});
