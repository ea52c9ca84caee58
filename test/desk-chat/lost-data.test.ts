import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DeskStand, startDeskStand } from '../support/desk-stand.ts';
import { CARLA_JOINED, CHAT_CLOSED, HELLO, MARCO_JOINED, NOBODY, STILL_WAITING } from './phrases.ts';
import { visitorOf } from './visitor.ts';

/** The data folder is lost while a chat is on. */
async function loseData(stand: DeskStand): Promise<void> {
  await stand.connector.stop();
  for (const name of readdirSync(stand.dataDir)) rmSync(join(stand.dataDir, name), { recursive: true });
  await stand.restart();
}

/** The same, and the webhook has been saved again in Case Management. */
async function startAnew({ served, queueActive = false }: { served: boolean; queueActive?: boolean }) {
  const stand = await startDeskStand({ desk: { queueActive } });
  const ana = visitorOf(stand);
  const { id } = served ? await ana.meetsCarla() : await ana.opensChat();
  const attended = stand.tracked().length;
  await loseData(stand);
  const [row] = stand.desk.control.webhooks.list();
  await stand.desk.control.webhooks.save(row?.id ?? '');
  return { stand, ana, id, control: stand.desk.control, trackedSince: () => stand.tracked().slice(attended) };
}

describe('a chat that the store does not know goes on', () => {
  test("with the agent's next message; the user's next message goes to the agent", async () => {
    const { stand, ana, id } = await startAnew({ served: true });
    expect(await ana.sees(() => stand.carla.say(id, 'Still there?'))).toEqual(['Still there?']);
    expect(await ana.says('Yes, I am')).toEqual([]);
    expect(ana.said()).toEqual(['Yes, I am']);
  });

  test('with an agent who joins', async () => {
    const { stand, ana, id, control, trackedSince } = await startAnew({ served: false });
    control.invite(id, 'u_carla');
    expect(await ana.sees(() => stand.carla.accept(id))).toEqual([CARLA_JOINED]);
    expect(trackedSince()).toEqual([['CHAT_ATTENDED', expect.objectContaining({ chatId: id })]]);
    await ana.says('Hello');
    expect(ana.said()).toEqual(['Hello']);
  });

  test('with a colleague who joins', async () => {
    const { stand, ana, id, control } = await startAnew({ served: true });
    control.invite(id, 'u_marco');
    expect(await ana.sees(() => stand.marco.accept(id))).toEqual([MARCO_JOINED]);
  });

  test('with a step in the queue', async () => {
    const { ana, id, control } = await startAnew({ served: false, queueActive: true });
    expect(await ana.sees(() => control.tellPosition(id, 2))).toEqual(['There are 2 people ahead of you.']);
    expect(await ana.says('Hello?')).toEqual([STILL_WAITING]);
    expect(ana.said()).toEqual(['Hello?']);
  });

  test('until its end, which is told once and not counted twice', async () => {
    const { stand, ana, id, trackedSince } = await startAnew({ served: true });
    await ana.sees(() => stand.carla.say(id, 'Still there?'));
    expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
    expect(await ana.says('hello')).toEqual([HELLO]);
    expect(trackedSince()).toEqual([]);
  });

  test('when its end is the first that is heard of it', async () => {
    const { stand, ana, id, trackedSince } = await startAnew({ served: true });
    expect(await ana.sees(() => stand.carla.close(id))).toEqual([CHAT_CLOSED]);
    expect(await ana.says('hello')).toEqual([HELLO]);
    expect(trackedSince()).toEqual([]);
  });

  test('when nobody takes it', async () => {
    const { ana, id, control, trackedSince } = await startAnew({ served: false });
    expect(await ana.sees(() => control.webhooks.forge({ trigger: 'forever:alone', data: { chatId: id } }))).toEqual([
      NOBODY,
    ]);
    expect(ana.chat().status).toBe('closed');
    expect(trackedSince()).toEqual([['CHAT_UNATTENDED', expect.objectContaining({ chatId: id })]]);
  });

  test('when the user asks for an agent again before anything is heard of it', async () => {
    const { stand, ana, id } = await startAnew({ served: true });
    await ana.opensChat();
    expect(ana.chats().map((chat) => chat.id)).toEqual([id]);
    expect(await ana.sees(() => stand.carla.say(id, 'There you are'))).toContain('There you are');
  });

  test('the agent sees everything once, although the events come twice', async () => {
    const { stand, ana, id, control } = await startAnew({ served: true });
    control.configure({ webhooks: { copies: 2 } });
    expect(await ana.sees(() => stand.carla.say(id, 'Still there?'))).toEqual(['Still there?']);
  });
});

test('what is left of a chat that has ended is not gone on with', async () => {
  const { stand, ana, id, control } = await startAnew({ served: true });
  control.webhooks.hold(['messages:new', 'chats:close']);
  stand.carla.say(id, 'Goodbye');
  stand.carla.close(id);
  await ana.sees(() => control.webhooks.release());
  expect(await ana.says('hello')).toEqual([HELLO]);
});

describe('HyperChat cannot be asked whose chat it is', () => {
  test('the event waits until it can, and later ones behind it', async () => {
    const { stand, ana, id, control } = await startAnew({ served: true });
    control.faults.add({ endpoint: 'chat', effect: { kind: 'respond', status: 503 }, times: 2 });
    const shown = await ana.sees(() => {
      stand.carla.say(id, 'One');
      stand.carla.say(id, 'Two');
    });
    expect(shown).toEqual(['One', 'Two']);
  });

  test('a refused connection is the same', async () => {
    const { stand, ana, id, control } = await startAnew({ served: true });
    control.faults.add({ endpoint: 'chat', effect: { kind: 'reset' }, times: 1 });
    expect(await ana.sees(() => stand.carla.say(id, 'One'))).toEqual(['One']);
  });
});

test('an event whose chat cannot be found in time is set aside, and those behind it go on', async () => {
  const { stand, ana, id, control } = await startAnew({ served: true });
  const effect = { kind: 'respond', status: 503, headers: { 'retry-after': '601' } } as const;
  control.faults.add({ endpoint: 'chat', effect });
  const shown = await ana.sees(() => {
    stand.carla.say(id, 'One');
    stand.carla.say(id, 'Two');
  });
  expect(shown).toEqual(['Two']);
  expect(stand.logged('a turn was set aside')).toHaveLength(1);
});

describe('the secret of the webhook is lost, too', () => {
  test('events are refused until it is saved again; the log says so at start and at each', async () => {
    const stand = await startDeskStand();
    const ana = visitorOf(stand);
    const { id } = await ana.meetsCarla();
    stand.log.length = 0;
    await loseData(stand);
    expect(stand.logged('no webhook of HyperChat is known yet')).toMatchObject([
      { level: 'warn', msg: expect.stringContaining('save the webhook in Case Management again') },
    ]);
    expect(await ana.sees(() => stand.carla.say(id, 'Still there?'))).toEqual([]);
    expect(stand.logged('X-Hook-Signature')).toMatchObject([
      { level: 'warn', status: 401, msg: expect.stringContaining('save the webhook in Case Management again') },
    ]);
    const [row] = stand.desk.control.webhooks.list();
    await stand.desk.control.webhooks.save(row?.id ?? '');
    expect(await ana.sees(() => stand.carla.say(id, 'And now?'))).toEqual(['And now?']);
  });

  test('pinned secrets survive it', async () => {
    const stand = await startDeskStand({ webhook: false, chat: { webhook_secrets: ['a pinned secret of the test'] } });
    stand.secrets.push('a pinned secret of the test');
    const target = `${stand.connector.url}/`;
    await stand.desk.control.webhooks.register({
      target,
      events: ['messages:new', 'invitations:accept'],
      secret: 'a pinned secret of the test',
    });
    const ana = visitorOf(stand);
    const { id } = await ana.meetsCarla();
    await loseData(stand);
    expect(await ana.sees(() => stand.carla.say(id, 'Still there?'))).toEqual(['Still there?']);
  });
});
