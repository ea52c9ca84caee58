import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../../sandbox/smooch/control/simulated-user.ts';
import type { SmoochControl } from '../../../sandbox/smooch/control/smooch-control.ts';
import { startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookBody, type WebhookReceiver } from './webhook-receiver.ts';

let api: TestApi;
let control: SmoochControl;
let receiver: WebhookReceiver;
let user: SimulatedUser;

beforeEach(async () => {
  [api, receiver] = await Promise.all([startTestApi(), startWebhookReceiver()]);
  control = api.simulator.control;
  control.addWebhook({
    target: receiver.url,
    triggers: [
      'message:appUser',
      'postback',
      'typing:appUser',
      'conversation:start',
      'conversation:read',
      'conversation:referral',
    ],
    includeClient: true,
  });
  user = control.createUser({ platform: 'messenger' });
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

const told = async (): Promise<WebhookBody> => {
  await control.webhooks.idle();
  return receiver.received.at(-1)!.body;
};

const ask = async (actions: object[]): Promise<string> => {
  const message = { role: 'appMaker', type: 'text', text: 'Choose', actions, metadata: { connector_step: 'a.1' } };
  return (await api.call('POST', `/appusers/${user.id}/messages`, message)).body.message._id;
};

const postback = { type: 'postback', text: 'A label of more than twenty characters', payload: 'P', metadata: { k: 1 } };

describe('a click', () => {
  test.each([[0], ['A label of more than twenty characters'], ['A label of more than']])(
    'on a postback (%j) tells the button and the message it stood under',
    async (button) => {
      const messageId = await ask([postback]);
      user.click(messageId, button);
      const body = await told();
      expect(body).toMatchObject({ trigger: 'postback', client: { platform: 'messenger' }, appUser: { _id: user.id } });
      expect(body).not.toHaveProperty('timestamp');
      expect(body.postbacks).toEqual([
        {
          action: { ...postback, _id: expect.any(String) },
          message: expect.objectContaining({
            _id: messageId,
            role: 'appMaker',
            metadata: { connector_step: 'a.1' },
            actions: [{ ...postback, uri: '', _id: body.postbacks[0]?.action._id }],
          }),
        },
      ]);
    },
  );

  test('may carry a timestamp', async () => {
    control.settings.postbackTimestamp = true;
    user.click(await ask([postback]), 0);
    expect(await told()).toMatchObject({ trigger: 'postback', timestamp: expect.any(Number) });
  });

  test('on a quick reply is a text with its payload', async () => {
    user.click(await ask([{ type: 'reply', text: 'Yes', payload: '{"option":1}' }]), 'Yes');
    expect(await told()).toMatchObject({
      trigger: 'message:appUser',
      messages: [{ type: 'text', text: 'Yes', payload: '{"option":1}' }],
    });
  });

  test('on a quick reply may bring the metadata of the button back', async () => {
    const reply = { type: 'reply', text: 'Yes', payload: 'YES', metadata: { label: 'Yes, please' } };
    user.click(await ask([reply]), 0);
    expect((await told()).messages[0]).not.toHaveProperty('metadata');
    control.settings.replyMetadata = true;
    user.click(await ask([reply]), 0);
    expect((await told()).messages[0]).toMatchObject({ text: 'Yes', metadata: { label: 'Yes, please' } });
  });

  test('on a postback may be told as a text besides', async () => {
    control.settings.echoPostback = true;
    user.click(await ask([postback]), 0);
    await told();
    expect(receiver.received.map(({ body }) => body.trigger)).toEqual(['postback', 'message:appUser']);
    expect(receiver.received[1]?.body.messages[0]).toMatchObject({ text: postback.text, role: 'appUser' });
  });

  test('on a card names the card', async () => {
    const items = ['One', 'Two'].map((title) => ({
      title,
      actions: [{ type: 'postback', text: 'More', payload: title }],
    }));
    const message = { role: 'appMaker', type: 'carousel', items };
    const { _id } = (await api.call('POST', `/appusers/${user.id}/messages`, message)).body.message;
    user.click(_id, 'More', 1);
    expect((await told()).postbacks[0]?.action.payload).toBe('Two');
  });

  test.each<[string, object[], string, RegExp]>([
    ['is not there', [postback], 'No such button', /shows no button "No such button" on messenger/],
    ['opens a page', [{ type: 'link', text: 'Open', uri: 'https://example.com' }], 'Open', /opens something/],
    [
      'the channel cut off',
      Array.from({ length: 4 }, (_, i) => ({ ...postback, text: `Button ${i}` })),
      'Button 3',
      /shows no button "Button 3"/,
    ],
  ])('on a button that %s is not possible', async (_, actions, button, reason) => {
    const messageId = await ask(actions);
    expect(() => user.click(messageId, button)).toThrow(reason);
  });

  test('on a channel without buttons is not possible', async () => {
    user = control.createUser({ platform: 'whatsapp' });
    const messageId = await ask([postback]);
    expect(() => user.click(messageId, 0)).toThrow(/type the number/);
  });

  test('in the menu is a postback without a message', async () => {
    user.act({ do: 'menu', payload: 'START', text: 'Start' });
    const body = await told();
    expect(body.postbacks).toEqual([{ action: { type: 'postback', text: 'Start', payload: 'START' } }]);
  });
});

describe('a message of the user', () => {
  test('with a picture has a space for a text, or the caption', async () => {
    user.sendImage('https://example.com/a.png');
    user.sendFile('https://example.com/a.pdf', { caption: 'My bill', size: 12, name: 'a.pdf' });
    await told();
    expect(receiver.received.map(({ body }) => body.messages[0])).toMatchObject([
      { type: 'image', text: ' ', mediaUrl: 'https://example.com/a.png', mediaType: 'image/png' },
      { type: 'file', text: 'My bill', mediaType: 'application/pdf', mediaSize: 12, altText: 'a.pdf' },
    ]);
  });

  test('knows the size of a file that the simulator serves', async () => {
    const url = control.addMedia('a.txt', new TextEncoder().encode('hello'));
    expect(user.sendFile(url)).toMatchObject({ mediaSize: 5, avatarUrl: expect.any(String) });
    expect(user.sendFile('https://example.com/a.pdf')).toMatchObject({ mediaSize: 0 });
  });

  test('may answer one message of the conversation, or one that only the channel knows', async () => {
    user = control.createUser({ platform: 'whatsapp' });
    const messageId = await ask([postback]);
    user.say('That one', { quotes: messageId });
    user.sendImage('https://example.com/a.png', { quotes: { externalMessageId: 'wamid.X' } });
    await told();
    expect(receiver.received.slice(-2).map(({ body }) => body.messages[0])).toMatchObject([
      { text: 'That one', quotedMessage: { type: 'message', content: { _id: messageId, text: 'Choose' } } },
      { type: 'image', quotedMessage: { type: 'externalMessageId', externalMessageId: 'wamid.X' } },
    ]);
    expect(() => user.say('That one', { quotes: 'none' })).toThrow('There is no message none');
  });

  test('with a location has coordinates and a text made of them', async () => {
    user.act({ do: 'location', lat: 45.5, long: -73.6, name: 'Office' });
    expect((await told()).messages[0]).toMatchObject({
      type: 'location',
      text: 'Location shared:\nhttps://maps.google.com/maps?q=45.5,-73.6',
      coordinates: { lat: 45.5, long: -73.6 },
      location: { name: 'Office' },
    });
  });

  test('that fills in a form quotes the form', async () => {
    const fields = [{ type: 'text', name: 'full_name', label: 'Your name?' }] as const;
    const form = { role: 'appMaker', type: 'form', fields };
    const messageId = (await api.call('POST', `/appusers/${user.id}/messages`, form)).body.message._id;
    user.act({
      do: 'form',
      messageId,
      fields: [
        { ...fields[0], text: 'Ana' },
        { type: 'select', name: 'meal', label: 'Meal?', select: [{ name: 'ramen', label: 'Ramen' }] },
      ],
    });
    expect((await told()).messages[0]).toMatchObject({
      type: 'formResponse',
      textFallback: 'Your name?: Ana\nMeal?: Ramen',
      quotedMessage: { type: 'message', content: { _id: messageId, type: 'form' } },
    });
  });

  test('may be of a type, and have keys, that nobody knows', async () => {
    user.act({ do: 'unknown', type: 'sticker', extra: { sticker: { pack: 1 } } });
    expect((await told()).messages[0]).toMatchObject({ type: 'sticker', sticker: { pack: 1 }, role: 'appUser' });
  });

  test('has no name on Messenger when the user has none, and a made-up one on the web', async () => {
    expect(user.say('hi').name).toBeUndefined();
    expect(control.createUser({ platform: 'web' }).say('hi').name).toMatch(/^Web User /);
  });

  test('on another channel makes that channel the first', async () => {
    user.say('one');
    user.switchTo('web');
    user.say('two');
    const body = await told();
    expect(body).toMatchObject({ client: { platform: 'web', primary: true }, messages: [{ source: { type: 'web' } }] });
    const { clients } = (await api.call('GET', `/appusers/${user.id}`)).body.appUser;
    expect(clients).toMatchObject([
      { platform: 'web', primary: true },
      { platform: 'messenger', primary: false },
    ]);
  });
});

test.each<[Parameters<SimulatedUser['act']>[0], object]>([
  [{ do: 'typing' }, { trigger: 'typing:appUser', activity: { type: 'typing:start' } }],
  [
    { do: 'typing', activity: 'typing:stop' },
    { trigger: 'typing:appUser', activity: { type: 'typing:stop' } },
  ],
  [{ do: 'read' }, { trigger: 'conversation:read', source: { type: 'messenger' } }],
  [
    { do: 'start', referral: { code: 'promo' } },
    { trigger: 'conversation:start', referral: { code: 'promo' }, source: { type: 'messenger' } },
  ],
  [
    { do: 'referral', referral: { code: 'promo', details: { source: 'ADS' } } },
    { trigger: 'conversation:referral', referral: { code: 'promo', details: { source: 'ADS' } } },
  ],
])('%j is told as %j', async (action, expected) => {
  user.act(action);
  expect(await told()).toMatchObject({
    ...expected,
    timestamp: expect.any(Number),
    conversation: { _id: expect.any(String) },
  });
});
