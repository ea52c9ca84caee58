import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WireCall, WireEntry, WireTurn } from '../../../sandbox/page/protocol/page-protocol.ts';
import { DESK_CREDENTIALS } from '../../../sandbox/run/start-desk.ts';
import { CHATBOT_CREDENTIALS, SMOOCH_KEY } from '../../../sandbox/run/start-stand.ts';
import type { SimulatedUser } from '../../../sandbox/smooch/control/simulated-user.ts';
import { waitUntilAnswered } from '../../../sandbox/terminal/wait-until-answered.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { openPage, type PageClient } from './page-client.ts';

let client: PageClient;
beforeAll(async () => {
  client = await openPage();
});
afterAll(() => client.stop());

const newUser = () => client.stand.smooch.control.createUser({ platform: 'web' });
const settled = () => waitUntilAnswered(client.stand, 20_000);
const turnsOf = ({ id }: SimulatedUser) => client.get<WireTurn[]>(`/api/page/wire?userId=${id}`);
const callsOf = ({ entries }: WireTurn) => entries.filter((entry) => entry.what === 'call');
const told = (entry: WireEntry) =>
  entry.what === 'step' ? `step ${entry.name}` : `${entry.from} > ${entry.to}: ${entry.label} ${entry.status}`;

test('a question is one turn: the webhook, the bot, the steps, and the answer', async () => {
  const user = newUser();
  user.say('hello');
  await settled();
  const arrived = async () =>
    (await turnsOf(user)).flatMap(callsOf).some(({ label }) => label.includes(':delivery:user'));
  await waitUntil('the answer is on the device', arrived);
  const [turn, ...others] = (await turnsOf(user)).filter(({ kind }) => kind === 'user');
  expect(others).toEqual([]);
  expect(turn).toMatchObject({ userId: user.id, title: '“hello”', state: 'done', canReplay: true });
  const happened = turn!.entries.map(told);
  const order = ['smooch > connector: webhook message:appUser 200', 'connector > chatbot: open a bot session 200'];
  order.push('connector > chatbot: ask the bot 200', 'step ask', 'connector > smooch: send message 201', 'step send:0');
  expect(happened.filter((one) => order.includes(one))).toEqual(order);
  expect(happened).toContain('smooch > connector: webhook message:delivery:channel 200');
  expect(callsOf(turn!).find(({ label }) => label === 'ask the bot')?.summary).toMatch(/^“hello” → Hello!/);
});

test('a call can be opened: its bodies are there, its secrets are not', async () => {
  const everything = await client.get<WireTurn[]>('/api/page/wire');
  const calls = everything.flatMap(callsOf);
  const opened = await Promise.all(calls.map(({ id }) => client.get<WireCall>(`/api/page/wire/${id}`)));
  const asked = opened.find(({ path }) => path.endsWith('/conversation/message'));
  expect(asked).toMatchObject({ requestBody: { message: 'hello' }, status: 200, responseBody: { answers: [{}] } });
  expect(opened.some(({ path }) => path.endsWith('/v1/auth'))).toBe(true);
  const text = JSON.stringify([everything, opened]);
  const raw = Object.values(client.stand).flatMap((part) =>
    typeof part === 'object' && 'control' in part ? part.control.journal.listRaw() : [],
  );
  const tokens = raw.flatMap(({ headers }) => [headers.authorization, headers['x-inbenta-session']]);
  const bare = tokens.flatMap((token) => (token === undefined ? [] : [token.split(' ').at(-1)!]));
  expect(bare.length).toBeGreaterThan(3);
  for (const secret of [...bare, SMOOCH_KEY.secret, CHATBOT_CREDENTIALS.secret, DESK_CREDENTIALS.secret])
    expect(text.includes(secret), secret).toBe(false);
});

test('a turn names the messages that came in and went out in it, and a call the address it went to', async () => {
  const user = newUser();
  user.say('where are you?');
  await settled();
  const [turn] = (await turnsOf(user)).filter(({ kind }) => kind === 'user');
  expect(turn!.messageIds.length).toBeGreaterThan(1);
  expect(turn!.messageIds).toEqual(user.messages.map(({ message }) => message._id));
  const { chatbot, smooch, connector } = client.stand;
  const origins = {
    chatbot: new URL(chatbot.url).origin,
    smooch: new URL(smooch.url).origin,
    connector: connector.url,
  };
  for (const { id, to } of callsOf(turn!)) {
    const { url, path } = await client.get<WireCall>(`/api/page/wire/${id}`);
    expect(url).toBe(origins[to as keyof typeof origins] + path);
  }
});

test('calls that belong to no turn stand alone', async () => {
  const turns = await client.get<WireTurn[]>('/api/page/wire');
  const loose = turns.filter(({ kind }) => kind === 'loose').flatMap(callsOf);
  const labels = loose.map(({ label }) => label);
  for (const label of ['get an access token', 'read ExtraInfo', 'read webhooks']) expect(labels).toContain(label);
});

test('two conversations at the same time are told apart', async () => {
  const users = [newUser(), newUser(), newUser()];
  for (const text of ['hello', 'where are you?', 'what are your opening hours?'])
    for (const user of users) user.say(text);
  await settled();
  for (const user of users) {
    const turns = await turnsOf(user);
    expect(turns.map(({ title }) => title)).toEqual(['“what are your opening hours?”', '“where are you?”', '“hello”']);
    for (const turn of turns) {
      const calls = callsOf(turn);
      expect(calls.filter(({ label }) => label === 'ask the bot')).toHaveLength(1);
      expect(calls.find(({ label }) => label === 'ask the bot')?.summary).toContain(turn.title);
      const paths = calls.flatMap(({ path }) => /appusers\/([^/]+)/.exec(path)?.[1] ?? []);
      expect(new Set(paths)).toEqual(new Set([user.id]));
    }
  }
});

test('what fails and is tried again shows as attempts', async () => {
  const effect = { kind: 'respond', status: 503 } as const;
  client.stand.smooch.control.faults.add({ endpoint: 'message', effect });
  const user = newUser();
  user.say('hello');
  await settled();
  const sent = callsOf((await turnsOf(user))[0]!).filter(({ label }) => label === 'send message');
  expect(sent.map(({ status, attempt, fault }) => [status, attempt, fault])).toEqual([
    [503, undefined, 'respond'],
    [201, 2, undefined],
  ]);
});

test('a turn that runs is shown while it runs', async () => {
  const { faults } = client.stand.chatbot.control;
  const held = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
  const user = newUser();
  user.say('hello');
  await waitUntil('the bot is asked', async () =>
    (await turnsOf(user)).some((turn) =>
      callsOf(turn).some(({ label, status }) => label === 'ask the bot' && status === undefined),
    ),
  );
  const [turn] = await turnsOf(user);
  expect(turn).toMatchObject({ state: 'running', canReplay: false });
  expect(turn?.durationMs).toBeUndefined();
  faults.release(held);
  await settled();
  expect((await turnsOf(user))[0]).toMatchObject({ state: 'done', canReplay: true });
});

test('a turn is played once more: the user does the same again', async () => {
  const user = newUser();
  user.say('my e-bike does not start');
  await settled();
  user.click(user.received.at(-1)!._id, 'Yes');
  await settled();
  const [pressed, asked] = await turnsOf(user);
  expect([pressed?.title, asked?.title]).toEqual(['pressed “Yes”', '“my e-bike does not start”']);
  for (const turn of [asked!, pressed!]) {
    expect((await client.send('POST', `/api/page/wire/${turn.id}/replay`)).status).toBe(200);
    await settled();
  }
  expect((await turnsOf(user)).map(({ title }) => title)).toEqual(
    [pressed, asked, pressed, asked].map((turn) => turn?.title),
  );
  const missing = await client.send('POST', '/api/page/wire/999999/replay');
  expect([missing.status, await missing.json()]).toEqual([400, { error: 'There is no such turn.' }]);
});

test('that an operator had Extra Info read shows with the call it led to', async () => {
  await client.send('POST', '/api/page/connector/read-extra-info');
  const newest = async () =>
    (await client.get<WireTurn[]>('/api/page/wire')).find(
      ({ title }) => title === 'operator: read Extra Info of production now',
    );
  await waitUntil('it is done', async () => (await newest())?.state === 'done');
  expect(callsOf((await newest())!).map(({ label, status }) => [label, status])).toEqual([['read ExtraInfo', 200]]);
});

test('a dead letter says why, and is tried again', async () => {
  const effect = {
    kind: 'respond',
    status: 400,
    body: { error: { code: 'bad', description: 'Not like this' } },
  } as const;
  const fault = client.stand.smooch.control.faults.add({ endpoint: 'message', effect, times: 'always' });
  const user = newUser();
  user.say('hello');
  await settled();
  const newest = async () => (await turnsOf(user)).find(({ kind }) => kind === 'user');
  const parked = await newest();
  expect(parked).toMatchObject({ state: 'parked', canReplay: true });
  expect(parked?.reason).toContain('Smooch refused a message');
  client.stand.smooch.control.faults.release(fault);
  expect((await client.send('POST', `/api/page/wire/${parked?.id}/replay`)).status).toBe(200);
  await waitUntil('it is done', async () => (await newest())?.state === 'done');
  expect(user.received.map(({ text }) => text?.slice(0, 6))).toEqual(['Hello!']);
});

test('a chat with an agent belongs to the user: what the desk tells, and what goes to it', async () => {
  const user = newUser();
  const { control } = client.stand.desk;
  user.say('I want to talk to a human');
  await settled();
  user.click(user.received.at(-1)!._id, 'Yes');
  const { chatId, agentId } = await control.waitForInvitation();
  control.agent(agentId).accept(chatId);
  await settled();
  control.agent(agentId).say(chatId, 'Hi <b>there</b>');
  await settled();
  user.say('hello agent');
  await settled();
  control.agent(agentId).close(chatId);
  await settled();
  const turns = (await turnsOf(user)).filter(({ kind }) => kind !== 'loose').reverse();
  const titles = turns.map(({ title }) => title);
  for (const title of ['an agent joined', 'at the desk: “Hi there”', '“hello agent”', 'the chat was closed'])
    expect(titles).toContain(title);
  const labels = (title: string) => callsOf(turns.find((turn) => turn.title === title)!).map(({ label }) => label);
  expect(labels('pressed “Yes”')).toEqual(
    expect.arrayContaining(['sign the user up', 'open a chat', 'look for an agent']),
  );
  expect(labels('“hello agent”')).toContain('write to the agent');
  expect(labels('at the desk: “Hi there”')).toEqual(expect.arrayContaining(['webhook messages:new', 'send message']));
});

// The last one: what waits for an operator waits for a minute, and nothing is settled until then.
test('a turn that waits says how often its call has failed', async () => {
  const body = { error: { code: 'unauthorized', description: 'Invalid' } };
  const effect = { kind: 'respond', status: 401, body } as const;
  client.stand.smooch.control.faults.add({ endpoint: 'message', effect, times: 'always' });
  const user = newUser();
  user.say('hello');
  const newest = async () => (await turnsOf(user)).find(({ kind }) => kind === 'user');
  await waitUntil('the turn waits', async () => (await newest())?.reason !== undefined);
  const turn = (await newest())!;
  const count = callsOf(turn).filter(({ label, status }) => label === 'send message' && status === 401).length;
  const times = count === 1 ? 'once' : `${count} times`;
  expect(turn.reason).toMatch(new RegExp(`^“send:0” failed ${times}, the next attempt is at [0-9:]{8} UTC$`));
});
