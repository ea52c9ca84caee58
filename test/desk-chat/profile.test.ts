import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CREATING } from './phrases.ts';
import { visitorOf } from './visitor.ts';

interface Given {
  platform?: string;
  profile?: Record<string, string>;
  /** `data` of the form that ends with `escalateToAgent`. */
  form?: Record<string, unknown>;
  /** What Smooch tells about the user, in place of the simulator. */
  appUser?: Record<string, unknown>;
  options?: DeskStandOptions;
}

/** What the desk knows about a user who has been handed over. */
async function profileFor({ platform = 'whatsapp', profile, form, appUser, options }: Given) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand, platform, profile);
  if (appUser !== undefined) {
    const effect = { kind: 'respond', status: 200, body: { appUser: { _id: ana.user.id, ...appUser } } } as const;
    stand.smooch.control.faults.add({ endpoint: 'user', effect, times: 'always' });
  }
  stand.chatbot.control.setContent({
    title: 'go',
    wire: [
      { type: 'answer', message: 'Go.', actions: [{ parameters: { callback: 'escalateToAgent', data: form ?? {} } }] },
    ],
  });
  expect(await ana.says('go')).toEqual(['Go.', CREATING]);
  const user = stand.desk.control.users().find(({ externalId }) => externalId === ana.externalId);
  const body = stand.desk.control.journal.listRaw({ endpoint: 'sign-up' }).at(-1)?.body as Record<string, unknown>;
  return { user, body, ana };
}

const guest = /^Guest [0-9a-f]{6}$/;
const clients = [
  { platform: 'web', displayName: 'Web name', active: false },
  { platform: 'whatsapp', displayName: 'Ana on WhatsApp', active: true },
];

describe('the name is the first of', () => {
  test.each<[string, Given, string | RegExp]>([
    ["the form's", { form: { FIRST_NAME: 'Ana', LAST_NAME: 'Gil' }, profile: { givenName: 'Other' } }, 'Ana Gil'],
    ["the form's first name alone", { form: { FIRST_NAME: 'Ana', LAST_NAME: ' ' } }, 'Ana'],
    ['given name and surname', { profile: { givenName: 'Ana', surname: 'Roca' } }, 'Ana Roca'],
    ['the name on the active channel', { appUser: { clients } }, 'Ana on WhatsApp'],
    [
      'the name on the first channel, where none is said to be active or not',
      { appUser: { clients: clients.map(({ active, ...client }) => client) } },
      'Web name',
    ],
    ['not that of a channel that is not active', { appUser: { clients: clients.slice(0, 1) } }, guest],
    ["the message's name", { platform: 'web', appUser: { clients: [] } }, /^Web User [0-9a-f]{8}$/],
    ['guestName', { options: { chat: { guestName: 'A visitor' } } }, 'A visitor'],
    ['"Guest" and a short id', {}, guest],
  ])('%s', async (_name, given, expected) => {
    const { user } = await profileFor(given);
    expect(user?.name).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  test("the message's name also when a button was pressed, which has none", async () => {
    const stand = await startDeskStand();
    const ana = visitorOf(stand);
    await ana.says('I want to talk to a human');
    await ana.presses('Yes');
    const user = stand.desk.control.users().find(({ externalId }) => externalId === ana.externalId);
    expect(user?.name).toMatch(/^Web User /);
  });
});

describe('the contact is the first of', () => {
  test.each<[string, Given, string]>([
    [
      "the form's",
      { form: { EMAIL_ADDRESS: 'form@example.com' }, profile: { email: 'smooch@example.com' } },
      'form@example.com',
    ],
    [
      "the user's",
      { profile: { email: 'smooch@example.com' }, options: { chat: { guestContact: 'guest@example.com' } } },
      'smooch@example.com',
    ],
    ['guestContact', { options: { chat: { guestContact: 'guest@example.com' } } }, 'guest@example.com'],
  ])('%s', async (_name, given, expected) => {
    const { user } = await profileFor(given);
    expect(user?.contact).toBe(expected);
  });

  test('without any it is left out, not made up', async () => {
    const { body } = await profileFor({});
    expect(body).not.toHaveProperty('contact');
  });
});

test('the rest of the form, the channel and the language are extra information', async () => {
  const form = { FIRST_NAME: 'Ana', LAST_NAME: 'Gil', EMAIL_ADDRESS: 'a@example.com', INQUIRY: 'Bells', ORDER: '77' };
  const { body } = await profileFor({ form, platform: 'messenger' });
  expect(body.extraInfo).toEqual({ INQUIRY: 'Bells', ORDER: '77', channel: 'messenger', language: 'en' });
});

test('what a form tells that is no text stays as it is; what says nothing is left out', async () => {
  const told = { CALL_ME: false, TIMES: ['morning', 'noon'], BIKE: { frame: 54 }, SEATS: 2 };
  const nothing = { NOTE: ' ', COLOUR: null, WISHES: [] };
  const { body } = await profileFor({ form: { ...told, ...nothing }, platform: 'messenger' });
  expect(body.extraInfo).toEqual({ ...told, channel: 'messenger', language: 'en' });
});

test('the user is filed under app and user of Smooch', async () => {
  const { body, ana } = await profileFor({});
  expect(body.externalId).toBe(`smooch-5f00000000000000000000a1-${ana.user.id}`);
});

test('Smooch does not tell about the user: the chat is opened all the same', async () => {
  const stand = await startDeskStand();
  stand.smooch.control.faults.add({ endpoint: 'user', effect: { kind: 'respond', status: 404 }, times: 'always' });
  const ana = visitorOf(stand, 'whatsapp');
  await ana.opensChat();
  const user = stand.desk.control.users().find(({ externalId }) => externalId === ana.externalId);
  expect(user?.name).toMatch(guest);
});

test('who is known at the desk is brought up to date', async () => {
  const stand = await startDeskStand();
  const ana = visitorOf(stand, 'whatsapp', { givenName: 'Ana' });
  const { id } = await ana.meetsCarla();
  await ana.sees(() => stand.carla.close(id));
  stand.chatbot.control.setContent({
    title: 'go',
    wire: [
      {
        type: 'answer',
        message: 'Go.',
        actions: [
          {
            parameters: {
              callback: 'escalateToAgent',
              data: { FIRST_NAME: 'Anna', EMAIL_ADDRESS: 'anna@example.com' },
            },
          },
        ],
      },
    ],
  });
  await ana.says('go');
  const users = stand.desk.control.users().filter(({ externalId }) => externalId === ana.externalId);
  expect(users).toMatchObject([{ name: 'Anna', contact: 'anna@example.com' }]);
});

test('bringing up to date fails: the chat is opened with what the desk has', async () => {
  const stand = await startDeskStand();
  const ana = visitorOf(stand, 'whatsapp', { givenName: 'Ana' });
  const { id } = await ana.meetsCarla();
  await ana.sees(() => stand.carla.close(id));
  stand.desk.control.faults.add({ endpoint: 'update-user', effect: { kind: 'respond', status: 418 }, times: 'always' });
  await ana.opensChat();
  expect(ana.chats().map(({ status }) => status)).toEqual(['closed', 'waiting']);
});
