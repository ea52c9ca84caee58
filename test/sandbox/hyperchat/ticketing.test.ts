import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeskClient, startDesk } from './desk-client.ts';

let desk: DeskClient;

beforeEach(async () => {
  desk = await startDesk({ ticketing: { key: 'tk', secret: 'ts' }, settings: { tickets: { delayMs: 60_000 } } });
});
afterEach(() => desk.simulator.stop());

const form = (fields: Record<string, string>) => new URLSearchParams(fields);

async function ticketing(method: string, path: string, body?: object, headers?: Record<string, string>) {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(`${desk.simulator.url}/ticketing${path}`, {
    method,
    headers: { ...(!isForm && body && { 'content-type': 'application/json' }), ...(headers ?? (await authorized())) },
    body: isForm ? body : body && JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

let token: string | undefined;
async function authorized(): Promise<Record<string, string>> {
  token ??= (await ticketing('POST', '/v1/auth', form({ secret: 'ts' }), { 'x-inbenta-key': 'tk' })).body
    .accessToken as string;
  return { 'x-inbenta-key': 'tk', authorization: `Bearer ${token}` };
}
afterEach(() => {
  token = undefined;
});

async function closedChat() {
  const chat = await desk.openChat();
  await desk.call('DELETE', `/chats/${chat.id}`);
  return chat.id;
}

async function ticketOfAChat(): Promise<number> {
  const id = await closedChat();
  desk.control.clock.advance(60_000);
  return desk.control.chat(id).ticketId!;
}

describe('authorization', () => {
  test.each([
    ['a form', form({ secret: 'ts' })],
    ['JSON', { secret: 'ts' }],
  ])('takes %s and says where the API is', async (_, body) => {
    expect(await ticketing('POST', '/v1/auth', body, { 'x-inbenta-key': 'tk' })).toEqual({
      status: 200,
      body: {
        accessToken: expect.any(String),
        expiration: expect.any(Number),
        expires_in: 1200,
        apis: { ticketing: `${desk.simulator.url}/ticketing` },
      },
    });
  });

  test('refuses a wrong key, secret or token in its own shape of error', async () => {
    const refused = { status: 401, body: { errors: [{ code: 401, message: expect.any(String) }] } };
    expect(await ticketing('POST', '/v1/auth', form({ secret: 'ts' }), { 'x-inbenta-key': 'no' })).toEqual(refused);
    expect(await ticketing('POST', '/v1/auth', form({ secret: 'no' }), { 'x-inbenta-key': 'tk' })).toEqual(refused);
    const wrong = { 'x-inbenta-key': 'tk', authorization: 'Bearer no' };
    expect(await ticketing('GET', '/v1/tickets', undefined, wrong)).toEqual(refused);
    expect(await ticketing('GET', '/v1/tickets', undefined, { 'x-inbenta-key': 'tk' })).toEqual(refused);
  });

  test('renews a token, without address, and tells the address by itself', async () => {
    const renewed = await ticketing('POST', '/v1/refreshToken');
    expect(renewed.body).toEqual({ accessToken: expect.any(String), expiration: expect.any(Number), expires_in: 1200 });
    expect((await ticketing('GET', '/v1/apis')).body).toEqual({
      apis: { ticketing: `${desk.simulator.url}/ticketing` },
    });
    desk.control.clock.advance(1_200_000);
    expect((await ticketing('GET', '/v1/apis')).status).toBe(401);
  });
});

describe('the ticket of a chat', () => {
  test('is there some time after the chat ended, not before', async () => {
    const id = await closedChat();
    const found = async () => (await ticketing('GET', `/v1/tickets?external_id=${id}`)).body.data;
    expect(await found()).toEqual([]);
    desk.control.clock.advance(59_000);
    expect(await found()).toEqual([]);
    desk.control.clock.advance(1_000);
    expect(await found()).toMatchObject([{ id: desk.control.chat(id).ticketId, external_id: id }]);
    expect((await desk.sandbox('GET', '/tickets')).body).toMatchObject([{ externalId: id }]);
  });

  test('has a survey page at the desk, asked for in the query or in the body of a GET', async () => {
    const ticketId = await ticketOfAChat();
    const query = await desk.call('GET', `/surveys/7?sourceType=ticket&sourceId=${ticketId}`);
    expect(query.body).toEqual({ survey: { url: expect.stringContaining(`/survey/7?ticket=${ticketId}`) } });
    const { request } = await import('undici');
    const inBody = await request(`${desk.simulator.url}/v1/surveys/7`, {
      method: 'GET',
      headers: {
        'x-hyper-appid': 'gAbSandbox',
        'x-hyper-secret': 'the-secret-of-the-desk',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ sourceType: 'ticket', sourceId: ticketId }),
    });
    expect(await inBody.body.json()).toEqual(query.body);
    expect((await desk.call('GET', '/surveys/7?sourceType=ticket&sourceId=1')).status).toBe(404);
    expect((await desk.call('GET', '/surveys/7')).status).toBe(400);
  });

  test('is changed and answered', async () => {
    const id = await ticketOfAChat();
    expect((await ticketing('PUT', `/v1/tickets/${id}`, { status: 'done' })).status).toBe(200);
    const replied = await ticketing('POST', `/v1/tickets/${id}/replies`, form({ creator: '5', message: 'More' }));
    expect(replied.body).toEqual({ uuid: expect.any(Number) });
    expect(desk.control.ticketing.tickets.get(id)).toMatchObject({
      fields: { status: 'done' },
      replies: [{ creator: 5, message: 'More' }],
    });
    expect((await ticketing('PUT', '/v1/tickets/1', {})).status).toBe(404);
  });
});

describe('the ticket and the contact of a chat', () => {
  const endChat = async (contact?: string) => {
    const { id: creator } = await desk.signUp('smooch-a-b', { name: 'Ana', ...(contact && { contact }) });
    const chat = (await desk.call('POST', '/chats', { creator, room: 1 })).body.chat;
    await desk.call('DELETE', `/chats/${chat.id}`);
    return chat.id;
  };
  const contacts = async () =>
    (await ticketing('GET', '/v1/users?address=ana%2Bx@example.com')).body.data as { id: number; name: string }[];
  const tickets = async (id: string) =>
    (await ticketing('GET', `/v1/tickets?external_id=${id}`)).body.data as { creator: number | null }[];

  test.each([
    ['at-close', 'at-close', true, true],
    ['with-info', 'at-close', false, true],
    ['with-info', 'with-ticket', false, false],
    ['at-close', 'with-ticket', true, true],
  ] as const)(
    'filed %s, contact %s: at once %s and %s, both in the end',
    async (filed, contact, hasTicket, hasContact) => {
      desk.control.configure({ tickets: { filed, contact } });
      const id = await endChat('ana+x@example.com');
      expect([await tickets(id), await contacts()].map((found) => found.length > 0)).toEqual([hasTicket, hasContact]);
      desk.control.clock.advance(60_000);
      const [person] = await contacts();
      expect(person).toMatchObject({ name: 'Ana' });
      expect(await tickets(id)).toMatchObject([{ creator: person!.id }]);
      expect((await desk.sandbox('GET', '/contacts')).body).toHaveLength(1);
    },
  );

  test('belong together for a person who is known already, and leave nobody behind without an address', async () => {
    const known = (await ticketing('POST', '/v1/users', { name: 'Ana R.', address: 'ana+x@example.com' })).body.uuid;
    desk.control.configure({ tickets: { filed: 'at-close' } });
    expect(await tickets(await endChat('ana+x@example.com'))).toMatchObject([{ creator: known }]);
    const { id: creator } = await desk.signUp('smooch-a-c');
    const { chat } = (await desk.call('POST', '/chats', { creator, room: 1 })).body;
    await desk.call('DELETE', `/chats/${chat.id}`);
    expect(await tickets(chat.id)).toMatchObject([{ creator: null }]);
    expect(await contacts()).toHaveLength(1);
  });

  test('may leave the contact out', async () => {
    desk.control.configure({ tickets: { filed: 'at-close', contact: 'never' } });
    expect(await tickets(await endChat('ana+x@example.com'))).toMatchObject([{ creator: null }]);
    expect(await contacts()).toEqual([]);
  });
});

test('a survey may stand in data', async () => {
  desk.control.configure({ tickets: { surveyKey: 'data' } });
  const start = { sourceType: 'ticket', sourceId: await ticketOfAChat() };
  expect((await ticketing('POST', '/v1/surveys/7/start', start)).body).toEqual({ data: expect.any(Object) });
});

describe('people and tickets', () => {
  test('are made with forms that have nested names', async () => {
    expect((await ticketing('GET', '/v1/users?address=ana%2Bx@example.com')).body).toEqual({ data: [] });
    const person = form({ name: 'Ana', address: 'ana+x@example.com' });
    const creator = (await ticketing('POST', '/v1/users', person)).body.uuid;
    expect((await ticketing('POST', '/v1/users', person)).status).toBe(409);
    expect((await ticketing('GET', '/v1/users?address=ana%2Bx@example.com')).body.data).toMatchObject([
      { id: creator },
    ]);
    const ticket = form({
      title: 'Help',
      creator: String(creator),
      message: 'Help',
      source: '3',
      queue: '1',
      autoclassify: '1',
      'history[messages][0][message]': 'hi <b>there</b>',
      'history[messages][0][user]': 'Ana',
    });
    const { uuid, full_uuid } = (await ticketing('POST', '/v1/tickets', ticket)).body;
    expect(full_uuid).toBe(`INB-${uuid}`);
    expect(desk.control.ticketing.tickets.get(Number(uuid))?.fields).toMatchObject({
      creator,
      history: { messages: [{ message: 'hi <b>there</b>', user: 'Ana' }] },
    });
  });

  test('are made and changed with JSON as well, and mistakes are refused', async () => {
    const creator = (await ticketing('POST', '/v1/users', { name: 'Ben', address: 'ben@example.com' })).body.uuid;
    const extra = [{ id: 2, content: 'smooch-a-b' }];
    expect((await ticketing('PUT', `/v1/users/${creator}`, { extra })).status).toBe(200);
    expect((await ticketing('GET', '/v1/users?address=ben@example.com')).body.data).toMatchObject([{ extra }]);
    const ticket = { title: 'x', message: 'y', creator };
    expect((await ticketing('POST', '/v1/tickets', ticket)).status).toBe(200);
    expect((await ticketing('POST', '/v1/tickets', { ...ticket, creator: 1 })).status).toBe(400);
    expect((await ticketing('POST', '/v1/tickets', { title: 'x' })).status).toBe(400);
    expect((await ticketing('POST', '/v1/media', { name: 'a.txt', content: 'aGk=' })).body).toEqual({
      uuid: expect.any(Number),
    });
    expect((await ticketing('POST', '/v1/media', { name: 'a.txt', content: '%' })).status).toBe(400);
  });
});

test('a survey is started for a ticket and handed in once', async () => {
  const ticketId = await ticketOfAChat();
  const started = await ticketing(
    'POST',
    '/v1/surveys/7/start',
    form({ sourceType: 'ticket', sourceId: String(ticketId) }),
  );
  const survey = started.body.response as { token: string; pages: { items: { id: number }[] }[] };
  expect(survey.pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual([11, 12, 13, 14]);
  const answers = form({ 'field_answers[12]': 'yes', 'field_answers[13]': '5', token: survey.token });
  expect((await ticketing('POST', '/v1/surveys/8/submit', answers)).status).toBe(400);
  expect((await ticketing('POST', '/v1/surveys/7/submit', answers)).status).toBe(200);
  expect(desk.control.ticketing.submissions).toEqual([
    { surveyId: '7', ticketId, answers: { '12': 'yes', '13': '5' } },
  ]);
  expect((await ticketing('POST', '/v1/surveys/7/submit', answers)).status).toBe(400);
  expect((await ticketing('POST', '/v1/surveys/7/start', { sourceType: 'ticket', sourceId: 1 })).status).toBe(404);
});

test('working hours are told as they were set', async () => {
  expect((await ticketing('GET', '/v1/settings/work-timetable')).body).toEqual({ weeks: [], holidays: [] });
  const day = [{ from: '09:00', to: '18:00' }];
  const timetable = {
    weeks: [
      { queueId: 1, Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day, Saturday: [], Sunday: [] },
    ],
    holidays: [{ queueId: 1, days: ['2026-12-25'] }],
  };
  await desk.sandbox('PUT', '/timetable', timetable);
  expect((await ticketing('GET', '/v1/settings/work-timetable')).body).toEqual(timetable);
  expect((await desk.sandbox('PUT', '/timetable', { weeks: [{ queueId: 1 }] })).status).toBe(400);
});
