import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { CARLA_JOINED, CHAT_CLOSED, CREATING, HELLO, NOT_CREATED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const MINUTE = 60_000;

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  return { stand, ana, control: stand.desk.control };
}

async function startServed(options: DeskStandOptions = {}) {
  const started = await start(options);
  const { id } = await started.ana.meetsCarla();
  return { ...started, id };
}

describe('an agent is faster than our own call', () => {
  test.each([
    ['the creation, with a queue', { endpoint: 'create-chat' }, true],
    ['the creation, without a queue', { endpoint: 'create-chat' }, false],
    // The first one belongs to the question whether somebody is there.
    ['the settings behind it', { endpoint: 'settings', skip: 1 }, false],
    ['the assignment', { endpoint: 'assign' }, false],
  ])('it accepts and writes before the answer to %s comes', async (_name, call, queueActive) => {
    const { stand, ana, control } = await start({ desk: { queueActive } });
    await ana.says('I want to talk to a human');
    const held = control.faults.add({ ...call, effect: { kind: 'hold' }, moment: 'after' });
    const shown = await ana.sees(async () => {
      ana.user.click(ana.user.received.at(-1)!._id, 'Yes');
      await waitUntil('the call is held', () => control.journal.listRaw().some(({ fault }) => fault === 'hold'));
      const { id } = await control.waitForChat({ externalId: ana.externalId });
      control.invite(id, 'u_carla');
      stand.carla.accept(id);
      stand.carla.say(id, 'Hello');
      await control.webhooks.idle();
      control.faults.release(held);
    });
    expect(shown).toEqual([CREATING, CARLA_JOINED, 'Hello']);
    expect(ana.chats()).toHaveLength(1);
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
    await ana.says('Hello Carla');
    expect(ana.said()).toEqual(['Hello Carla']);
  });

  test('it accepts, and the answer to our creation is lost', async () => {
    const { stand, ana, control } = await start({ desk: { queueActive: true } });
    await ana.says('I want to talk to a human');
    control.faults.add({ endpoint: 'create-chat', effect: { kind: 'reset' }, moment: 'after' });
    control.events.on('event', ({ trigger, chatId }) => {
      if (trigger === 'invitations:new') stand.desk.control.agent(control.chat(chatId).invited ?? '').accept(chatId);
    });
    const shown = await ana.presses('Yes');
    expect(shown).toEqual([CREATING, expect.stringMatching(/^Agent \w+ has joined/)]);
    expect(ana.chats()).toHaveLength(1);
    expect(stand.tracked()).toHaveLength(1);
  });
});

test('an agent takes the chat while our search for one is repeated', async () => {
  const { stand, ana, control } = await start();
  await ana.says('I want to talk to a human');
  control.faults.add({ endpoint: 'assign', effect: { kind: 'reset' }, moment: 'after' });
  const taken = control.waitForInvitation().then(({ chatId, agentId }) => control.agent(agentId).accept(chatId));
  const shown = await ana.presses('Yes');
  await taken;
  expect(shown).toEqual([CREATING, expect.stringMatching(/^Agent \w+ has joined/)]);
  expect(ana.chat().status).toBe('active');
  expect(stand.tracked()).toEqual([['CHAT_ATTENDED', expect.anything()]]);
});

describe('the end overtakes what an agent wrote before', () => {
  test('it is shown all the same', async () => {
    const { stand, ana, id, control } = await startServed();
    control.webhooks.disturbances.add({ trigger: 'messages:new', effect: { kind: 'overtaken' } });
    stand.carla.say(id, 'Goodbye');
    expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED, 'Goodbye']);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test.each([
    ['up to two minutes later it is shown', 2 * MINUTE - 30_000, ['Goodbye']],
    ['after that no more', 2 * MINUTE + 5_000, []],
  ])('%s', async (_name, later, expected) => {
    const { stand, ana, id, control } = await startServed();
    control.webhooks.hold(['messages:new']);
    stand.carla.say(id, 'Goodbye');
    await ana.sees(() => stand.carla.close(id));
    stand.clock.advance(later);
    expect(await ana.sees(() => control.webhooks.release())).toEqual(expected);
  });

  test('each message still comes once', async () => {
    const { stand, ana, id, control } = await startServed();
    await ana.sees(() => stand.carla.say(id, 'One'));
    const [first] = ana.chat().messages;
    const again = (messageId: string) =>
      control.webhooks.forge({
        trigger: 'messages:new',
        data: { message: { id: messageId, chat: id, sender: 'u_carla', type: 'text', message: 'One' }, again: true },
      });
    await ana.sees(() => stand.carla.close(id));
    expect(await ana.sees(() => again(first?.id ?? ''))).toEqual([]);
    expect(await ana.sees(() => again('m_late'))).toEqual(['One']);
    expect(await ana.sees(() => again('m_late'))).toEqual([]);
  });

  test('while a new chat is on it is shown, too', async () => {
    const { stand, ana, id, control } = await startServed();
    control.webhooks.hold(['messages:new']);
    stand.carla.say(id, 'Goodbye');
    await ana.sees(() => stand.carla.close(id));
    await ana.opensChat();
    expect(await ana.sees(() => control.webhooks.release())).toEqual(['Goodbye']);
  });

  test('what happens otherwise in the old chat does not concern the new one', async () => {
    const { stand, ana, id, control } = await startServed();
    control.webhooks.hold(['chats:close', 'chats:leave']);
    stand.carla.close(id);
    await ana.says('hello');
    const second = await ana.opensChat();
    expect(await ana.sees(() => control.webhooks.release())).toEqual([]);
    expect(ana.chat()).toMatchObject({ id: second.id, status: 'waiting' });
    await ana.says('I am waiting');
    expect(ana.said()).toEqual(['I am waiting']);
  });
});

describe('everything in the wrong order', () => {
  test('comes out right', async () => {
    const { stand, ana, control } = await start();
    const { id } = await ana.opensChat();
    control.webhooks.hold();
    control.invite(id, 'u_carla');
    stand.carla.accept(id);
    stand.carla.say(id, 'Hello');
    stand.carla.close(id);
    const shown = await ana.sees(() => control.webhooks.release('reversed'));
    expect(shown).toEqual([CHAT_CLOSED, 'Hello']);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });

  test('side by side', async () => {
    const { stand, ana, id } = await startServed({ desk: { webhooks: { mode: 'parallel' } } });
    const texts = ['one', 'two', 'three', 'four', 'five', 'six'];
    const shown = await ana.sees(() => {
      for (const text of texts) stand.carla.say(id, text);
    });
    expect(shown.toSorted()).toEqual(texts.toSorted());
  });
});

test("a user's message that came before the agent's end goes to the agent, one behind it to the bot", async () => {
  const { stand, ana, id, control } = await startServed();
  await ana.says('first');
  await ana.sees(() => stand.carla.close(id));
  const shown = await ana.says('hello');
  expect(shown).toEqual([HELLO]);
  expect(control.chat(id).messages.map(({ message }) => message)).toEqual(['first']);
});

describe("HyperChat's API is down when an event comes", () => {
  test('the event is kept, and those of the same chat wait behind it', async () => {
    const { stand, ana, control } = await start();
    const { id } = await ana.opensChat();
    control.invite(id, 'u_carla');
    control.faults.add({ endpoint: 'user', effect: { kind: 'respond', status: 503 }, times: 2 });
    stand.carla.accept(id);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual([CARLA_JOINED, 'Hello']);
  });

  test('a chat that could not be opened leaves no trace of its events', async () => {
    const { ana, control } = await start();
    await ana.says('I want to talk to a human');
    control.faults.add({
      endpoint: 'assign',
      effect: { kind: 'respond', status: 403 },
      moment: 'after',
      times: 'always',
    });
    expect(await ana.presses('Yes')).toEqual([CREATING, NOT_CREATED]);
    expect(await ana.says('hello')).toEqual([HELLO]);
  });
});
