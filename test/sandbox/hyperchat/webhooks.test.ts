import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APP_ID, CREDENTIALS, type DeskClient, startDesk } from './desk-client.ts';
import { hmac, startWebhookTarget, type WebhookTarget } from './webhook-target.ts';

let desk: DeskClient;
let target: WebhookTarget;

beforeEach(async () => {
  target = await startWebhookTarget();
  desk = await startDesk();
});
afterEach(() => Promise.all([desk.simulator.stop(), target.stop()]));

const register = (events: string[] = ['chats:close', 'messages:new'], secret?: string) =>
  desk.control.webhooks.register({ target: target.url, events, secret });

describe('registering a webhook', () => {
  test('shakes hands with a secret that is new each time', async () => {
    const rows = [await register(), await register()];
    expect(target.handshakes).toEqual(rows.map(({ secret }) => ({ method: 'POST', secret, body: '' })));
    expect(rows[0]?.secret).toMatch(/^[0-9a-f]{48}$/);
    expect(rows[0]?.secret).not.toBe(rows[1]?.secret);
    expect(desk.control.webhooks.list()).toEqual(rows);
  });

  test('may shake hands in other ways', async () => {
    desk.control.configure({ webhooks: { handshakeMethod: 'GET' } });
    await register();
    desk.control.configure({ webhooks: { handshakeMethod: 'PUT', handshakeBody: '{}' } });
    await register([], 'known-secret');
    expect(target.handshakes).toMatchObject([
      { method: 'GET', body: '' },
      { method: 'PUT', body: '{}', secret: 'known-secret' },
    ]);
  });

  test.each([
    ['another secret', () => ({ status: 200, secret: 'other' }), 'is another one'],
    ['no secret', () => ({ status: 200 }), 'has no header X-Hook-Secret'],
    ['not 200', (secret: string) => ({ status: 201, secret }), 'answered 201, not 200'],
    ['a refusal', (secret: string) => ({ status: 403, secret }), 'answered 403, not 200'],
  ])('fails when the target answers with %s', async (_, echo, problem) => {
    target.echo = echo;
    await expect(register()).rejects.toThrow(problem);
    expect(desk.control.webhooks.list()).toEqual([]);
  });

  test('fails when nobody listens', async () => {
    await target.stop();
    await expect(register()).rejects.toThrow('the target did not answer');
  });

  test('is refused for events that do not exist', async () => {
    await expect(register(['messages:new', 'messages:old'])).rejects.toThrow('messages:old is no event');
    expect(target.handshakes).toEqual([]);
  });

  test('works over the API, which never shows the secret', async () => {
    const created = await desk.call('POST', '/webhooks/', { target: target.url, events: 'messages:new, chats:close' });
    const webhook = { id: expect.any(String), target: target.url, events: ['messages:new', 'chats:close'] };
    expect(created).toEqual({ status: 200, body: { webhook } });
    const { id } = created.body.webhook as { id: string };
    expect((await desk.call('GET', '/webhooks/')).body).toEqual({ webhooks: [webhook] });
    expect((await desk.call('GET', `/webhooks/${id}`)).body).toEqual({ webhook });
    const changed = await desk.call('PUT', `/webhooks/${id}`, { events: ['chats:close'] });
    expect(changed.body).toEqual({ webhook: { ...webhook, events: ['chats:close'] } });
    expect(target.handshakes).toHaveLength(2);
    target.echo = () => ({ status: 403 });
    expect((await desk.call('PUT', `/webhooks/${id}`, { events: [] })).body.error.message).toContain('not established');
    expect((await desk.call('GET', `/webhooks/${id}`)).body).toEqual(changed.body);
    expect((await desk.call('GET', '/webhooks/w_none')).status).toBe(404);
    expect((await desk.call('POST', '/webhooks', { target: 'ftp://x', events: [] })).status).toBe(400);
  });

  test('once more gives a new secret, and the old one when the target no longer takes part', async () => {
    const row = await register();
    const saved = await desk.control.webhooks.save(row.id);
    expect(saved).toEqual({ ...row, secret: target.handshakes[1]?.secret });
    target.echo = () => ({ status: 500 });
    await expect(desk.control.webhooks.save(row.id)).rejects.toThrow('not established');
    expect(desk.control.webhooks.list()).toEqual([saved]);
  });
});

describe('an event', () => {
  test('comes in the envelope, signed over its bytes with the secret of the handshake', async () => {
    const row = await register();
    const { id } = await desk.openChat();
    desk.control.saySystem(id, 'Grüße / 你好');
    const [event] = await target.waitFor(1);
    expect(event).toMatchObject({ trigger: 'messages:new', appId: APP_ID, created_at: expect.any(Number) });
    expect(Number.isInteger(event?.created_at)).toBe(true);
    expect(event?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(event?.headers['x-hook-signature']).toBe(hmac(event!.raw, row.secret));
    expect(event?.headers).not.toHaveProperty('x-hook-secret');
  });

  test('goes to every row that lists it, each with its own secret', async () => {
    const rows = [await register(['chats:create', 'chats:close']), await register(['chats:close'])];
    const { id } = await desk.openChat();
    await desk.call('DELETE', `/chats/${id}`);
    await desk.control.webhooks.idle();
    expect(target.triggers().sort()).toEqual(['chats:close', 'chats:close', 'chats:create']);
    const closes = target.events.filter(({ trigger }) => trigger === 'chats:close');
    expect(closes.map(({ headers }) => headers['x-hook-signature']).sort()).toEqual(
      rows.map(({ secret }) => hmac(closes[0]!.raw, secret)).sort(),
    );
  });

  test('does not go to a row that was removed', async () => {
    const row = await register(['chats:create']);
    expect(desk.control.webhooks.remove(row.id)).toBe(true);
    expect(desk.control.webhooks.remove(row.id)).toBe(false);
    await desk.openChat();
    await desk.control.webhooks.idle();
    expect(target.events).toEqual([]);
  });

  test('called invitations:new is told, left out, or no event that can be had', async () => {
    const carla = desk.control.agent('u_carla');
    carla.login();
    const invite = async () => {
      const { id } = await desk.openChat();
      await desk.call('GET', `/chats/${id}/assign`);
      carla.reject(id);
      await desk.control.webhooks.idle();
    };
    await register(['invitations:new']);
    await invite();
    expect(target.triggers()).toEqual(['invitations:new']);
    desk.control.configure({ rules: { invitationsNew: 'ignore' } });
    await invite();
    expect(target.events).toHaveLength(1);
    desk.control.configure({ rules: { invitationsNew: 'reject' } });
    await expect(register(['invitations:new'])).rejects.toThrow('invitations:new is no event');
  });
});

describe('a signature', () => {
  const signatureWith = async (settings: object) => {
    desk.control.configure({ webhooks: settings });
    const { secret } = await register(['chats:create']);
    await desk.openChat();
    const [event] = await target.waitFor(1);
    return { event: event!, secret, signature: event!.headers['x-hook-signature'] };
  };

  test('may be written in capitals', async () => {
    const { event, secret, signature } = await signatureWith({ encoding: 'HEX' });
    expect(signature).toBe(hmac(event.raw, secret).toUpperCase());
  });

  test('may be base64, and have a prefix', async () => {
    const { event, secret, signature } = await signatureWith({ encoding: 'base64', prefix: true });
    expect(signature).toBe(`sha256=${hmac(event.raw, secret, 'base64')}`);
  });

  test('may be over the member data, as it stands in the body', async () => {
    const { event, secret, signature } = await signatureWith({ over: 'data' });
    const data = /"data":(\{.*\}),"created_at"/.exec(event.raw)?.[1];
    expect(signature).toBe(hmac(data!, secret));
    expect(JSON.parse(data!)).toEqual(event.data);
  });

  test('fits the bytes also when JSON is escaped as PHP does it', async () => {
    desk.control.configure({ webhooks: { json: 'escaped' } });
    const { secret } = await register();
    const { id } = await desk.openChat();
    desk.control.saySystem(id, 'ü 😀 </b>');
    const [event] = await target.waitFor(1);
    expect(event?.raw).toContain('\\u00fc \\ud83d\\ude00 <\\/b>');
    expect(event?.data).toMatchObject({ message: { message: 'ü 😀 </b>' } });
    expect(event?.headers['x-hook-signature']).toBe(hmac(event!.raw, secret));
  });
});

describe('somebody else', () => {
  test('can shake hands without being registered', async () => {
    const own = await register();
    const stranger = await desk.control.webhooks.shakeHands(target.url, { secret: 'of-a-stranger' });
    expect(stranger).toMatchObject({ secret: 'of-a-stranger', established: true, answer: { status: 200 } });
    target.echo = () => ({ status: 403 });
    expect(await desk.control.webhooks.shakeHands(target.url)).toMatchObject({
      established: false,
      problem: 'the target answered 403, not 200',
      answer: { status: 403 },
    });
    expect(desk.control.webhooks.list()).toEqual([own]);
  });

  test('can make up events, signed or not, of another app or time', async () => {
    const { secret } = await register();
    const { forge } = desk.control.webhooks;
    const data = { chatId: 'c_1', userId: 'u_carla' };
    expect(await forge({ trigger: 'invitations:accept', data })).toMatchObject({ status: 200 });
    await forge({ trigger: 'odd', data, secret: 'of-a-stranger', appId: 'other', createdAt: 5 });
    await forge({ trigger: 'odd', data, secret: null }, { headers: { 'x-more': 'y' } });
    const [first, second, third] = target.events;
    expect(first?.headers['x-hook-signature']).toBe(hmac(first!.raw, secret));
    expect(second).toMatchObject({ trigger: 'odd', appId: 'other', data, created_at: 5 });
    expect(second?.headers['x-hook-signature']).toBe(hmac(second!.raw, 'of-a-stranger'));
    expect(third?.headers).toMatchObject({ 'x-more': 'y' });
    expect(third?.headers).not.toHaveProperty('x-hook-signature');
  });

  test('can post anything anywhere', async () => {
    target.answer = () => [418, { tea: true }];
    const where = {
      target: `${target.url}/other`,
      headers: { 'content-type': 'text/plain', 'x-hook-signature': 'no' },
    };
    expect(await desk.control.webhooks.sendRaw('not json', where)).toMatchObject({ status: 418, body: '{"tea":true}' });
    expect(target.events).toMatchObject([{ raw: 'not json', headers: { 'x-hook-signature': 'no' } }]);
    await expect(desk.control.webhooks.sendRaw('x')).rejects.toThrow('There is no webhook at all');
  });
});

describe('chats:assign', () => {
  const assign = async () => {
    const { id } = await desk.openChat();
    return (await desk.call('GET', `/chats/${id}/assign`)).body.agent?.id;
  };

  test('asks with the free agents, and the agent of the answer is invited', async () => {
    for (const agent of desk.control.agents()) agent.login();
    const { secret } = await register(['chats:assign']);
    target.answer = () => [200, { agent: { id: 'u_david' } }];
    expect(await assign()).toBe('u_david');
    const [event] = target.events;
    expect(event).toMatchObject({
      trigger: 'chats:assign',
      data: {
        agents: [
          { id: 'u_carla', capacity: 1 },
          { id: 'u_david', capacity: 2 },
        ],
        chat: { room: 1, lang: 'en' },
      },
    });
    expect(event?.headers['x-hook-signature']).toBe(hmac(event!.raw, secret));
    expect(desk.control.webhooks.log.list({ trigger: 'chats:assign' })).toMatchObject([{ state: 'delivered' }]);
  });

  test.each([
    ['names nobody', [200, {}]],
    ['names somebody unknown', [200, { agent: 'u_none' }]],
    ['is no JSON', 200],
    ['is an error', [500, { agent: { id: 'u_david' } }]],
  ] as [string, 200 | [number, unknown]][])('changes nothing when the answer %s', async (_, answer) => {
    for (const agent of desk.control.agents()) agent.login();
    await register(['chats:assign']);
    target.answer = () => answer;
    expect(await assign()).toBe('u_carla');
  });

  describe('that is answered late', () => {
    const assignLate = async (meanwhile: (chatId: string) => unknown) => {
      for (const agent of desk.control.agents()) agent.login();
      await register(['chats:assign']);
      const { id } = await desk.openChat();
      const gate = Promise.withResolvers<number>();
      target.answer = () => gate.promise;
      const assigning = desk.call('GET', `/chats/${id}/assign`);
      await target.waitFor(1);
      await meanwhile(id);
      gate.resolve(200);
      return (await assigning).body.agent?.id;
    };

    test('invites nobody when the chat is over', async () => {
      expect(await assignLate((id) => desk.call('DELETE', `/chats/${id}`))).toBeUndefined();
      expect(desk.control.invitations()).toEqual([]);
    });

    test('invites nobody when an agent came in another way', async () => {
      const invited = await assignLate((id) => {
        desk.control.invite(id, 'u_david');
        desk.control.agent('u_david').accept();
      });
      expect(invited).toBeUndefined();
      expect(desk.control.invitations()).toMatchObject([{ agentId: 'u_david', state: 'accepted' }]);
    });

    test('invites only who is still there', async () => {
      expect(await assignLate(() => desk.control.agent('u_carla').logout())).toBe('u_david');
    });
  });
});

test('the secret of the desk is sent to nobody', async () => {
  await register(['chats:create', 'chats:close', 'messages:new', 'chats:assign']);
  const { id } = await desk.openChat();
  desk.control.agent('u_carla').join(id);
  desk.control.agent('u_carla').sendFile(id, { name: 'a.png', bytes: new Uint8Array(3) });
  await desk.call('DELETE', `/chats/${id}`);
  await desk.control.webhooks.idle();
  const seen = JSON.stringify([target.events, target.handshakes]);
  expect(target.events).toHaveLength(3);
  expect(seen).not.toContain(CREDENTIALS['x-hyper-secret']);
});
