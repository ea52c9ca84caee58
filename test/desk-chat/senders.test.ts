import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CREATING, HELLO } from './phrases.ts';
import { openChatElsewhere } from './post-to-desk.ts';
import { visitorOf } from './visitor.ts';

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  const { id, creator } = await ana.meetsCarla();
  const { webhooks } = stand.desk.control;
  const message = (fields: Record<string, unknown>) => ({
    id: 'm_forged',
    chat: id,
    sender: 'u_carla',
    type: 'text',
    message: 'Hello',
    ...fields,
  });
  const tell = (fields: Record<string, unknown>, createdAt?: number) =>
    ana.sees(() => webhooks.forge({ trigger: 'messages:new', data: { message: message(fields) }, createdAt }));
  return { stand, ana, id, creator, tell };
}

describe('only what agents write is handed on', () => {
  test("the user's own messages come back from the desk and are not repeated", async () => {
    const { ana } = await start();
    expect(await ana.says('Hello')).toEqual([]);
    expect(ana.seen()).not.toContain('Hello');
  });

  test('nor are lines of the desk itself', async () => {
    const { stand, ana, id } = await start();
    expect(await ana.sees(() => stand.desk.control.saySystem(id, 'The chat is recorded'))).toEqual([]);
  });

  test('nor what another user writes', async () => {
    const { stand, tell } = await start();
    const ben = visitorOf(stand);
    const { creator } = await ben.opensChat();
    expect(await tell({ sender: creator })).toEqual([]);
  });

  test('nor what nobody known to the desk writes', async () => {
    const { tell } = await start();
    expect(await tell({ sender: 'u_nobody' })).toEqual([]);
  });

  test.each(['system', 'u_nobody', 'another user'])(
    'nor does an acceptance make an agent of somebody: %s',
    async (who) => {
      const { stand, ana, id, tell } = await start();
      const ben = visitorOf(stand);
      const userId = who === 'another user' ? (await ben.opensChat()).creator : who;
      const accepted = { trigger: 'invitations:accept', data: { chatId: id, userId } };
      expect(await ana.sees(() => stand.desk.control.webhooks.forge(accepted))).toEqual([]);
      expect(await tell({ sender: userId })).toEqual([]);
    },
  );

  test('an agent who is not announced yet is one', async () => {
    const { tell } = await start();
    expect(await tell({ sender: 'u_marco' })).toEqual(['Agent Marco has joined the conversation.', 'Hello']);
  });

  test('what has no text, or is of a kind nobody knows, is nothing', async () => {
    const { tell } = await start();
    expect(await tell({ message: ' ', id: 'm_1' })).toEqual([]);
    expect(await tell({ type: 'hologram', id: 'm_2' })).toEqual([]);
  });
});

describe('each message comes once', () => {
  test('when every event is delivered twice', async () => {
    const { stand, ana, id } = await start({ desk: { webhooks: { copies: 2 } } });
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
    expect(await ana.sees(() => stand.carla.close(id))).toEqual(['Chat closed']);
    expect(ana.seen().filter((text) => text.includes('has joined'))).toHaveLength(1);
  });

  test('when it is told again in other words', async () => {
    const { tell } = await start();
    const now = Math.floor(Date.now() / 1000);
    expect(await tell({ id: 'm_1' }, now)).toEqual(['Hello']);
    expect(await tell({ id: 'm_1', extra: true }, now + 1)).toEqual([]);
  });

  test('two messages with the same words are two', async () => {
    const { tell } = await start();
    expect(await tell({ id: 'm_1' })).toEqual(['Hello']);
    expect(await tell({ id: 'm_2' })).toEqual(['Hello']);
  });

  test('although the connector was started anew in between', async () => {
    const { stand, tell } = await start();
    expect(await tell({ id: 'm_1' })).toEqual(['Hello']);
    await stand.restart();
    expect(await tell({ id: 'm_1', extra: true })).toEqual([]);
  });
});

describe('chats that are not ours', () => {
  /** A chat that another integration has opened at the same desk. */
  async function startWithForeignChat(place: Record<string, unknown>, externalId: (own: string) => string) {
    const stand = await startDeskStand();
    const ana = visitorOf(stand);
    await ana.says('hello');
    return { stand, ana, id: await openChatElsewhere(stand, externalId(ana.externalId), place) };
  }

  test.each([
    ['of another source', { source: 7 }, (own: string) => own],
    ['of a user of another integration', {}, () => 'whatsapp-34600000000'],
    ['of a user whose id only looks like ours', {}, (own: string) => own.replace('smooch-', 'smooch-x')],
  ])('%s: nothing of it reaches our user', async (_name, place, externalId) => {
    const { stand, ana, id } = await startWithForeignChat(place, externalId);
    const shown = await ana.sees(() => {
      stand.carla.join(id);
      stand.carla.say(id, 'Who is there?');
      stand.carla.close(id);
    });
    expect(shown).toEqual([]);
    expect(await ana.says('hello')).toEqual([HELLO]);
    expect(stand.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test("an unknown chat is nobody's", async () => {
    const stand = await startDeskStand();
    const ana = visitorOf(stand);
    await ana.says('hello');
    const data = { message: { id: 'm_1', chat: 'c_unknown', sender: 'u_carla', type: 'text', message: 'Hello' } };
    expect(await ana.sees(() => stand.desk.control.webhooks.forge({ trigger: 'messages:new', data }))).toEqual([]);
    expect(await ana.says('I want to talk to a human')).toHaveLength(2);
    expect(await ana.says('yes')).toEqual([CREATING]);
  });
});
