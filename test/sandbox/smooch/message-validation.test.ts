import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../../sandbox/smooch/control/simulated-user.ts';
import { BASIC, startTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let user: SimulatedUser;

beforeAll(async () => {
  api = await startTestApi();
  user = api.simulator.control.createUser({ platform: 'messenger' });
});
afterAll(() => api.simulator.stop());

const post = (message: unknown) => api.call('POST', `/appusers/${user.id}/messages`, message);

const text = { role: 'appMaker', type: 'text', text: 'Hello' };
const postback = { type: 'postback', text: 'More', payload: 'MORE' };
const reply = { type: 'reply', text: 'Yes', payload: 'YES' };
const link = { type: 'link', text: 'Open', uri: 'https://example.com' };
const webview = { ...link, type: 'webview', fallback: 'https://example.com' };
const item = { title: 'A card', actions: [postback] };
const image = { role: 'appMaker', type: 'image', mediaUrl: 'https://example.com/a.png' };
const form = { role: 'appMaker', type: 'form', fields: [{ type: 'text', name: 'name', label: 'Your name?' }] };
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('messages that are taken', () => {
  test.each<[string, object]>([
    ['a text', text],
    ['a text of 4096 characters', { ...text, text: 'x'.repeat(4096) }],
    ['buttons without a text', { role: 'appMaker', type: 'text', actions: [postback] }],
    ['postback, link and webview together', { ...text, actions: [postback, link, webview] }],
    ['more buttons than any channel shows', { ...text, actions: times(20, postback) }],
    ['replies with a location request', { ...text, actions: [reply, { type: 'locationRequest', text: 'Where?' }] }],
    ['a link that calls', { ...text, actions: [{ ...link, uri: 'tel:+34600000000' }] }],
    ['a button to buy', { ...text, actions: [{ type: 'buy', text: 'Buy', amount: 1000, currency: 'EUR' }] }],
    ['a text of the user', { role: 'appUser', type: 'text', text: 'Hi' }],
    ['an image with buttons', { ...image, text: 'Look', actions: [postback] }],
    ['a file', { role: 'appMaker', type: 'file', mediaUrl: 'http://example.com/a.pdf', altText: 'a.pdf' }],
    ['a carousel', { role: 'appMaker', type: 'carousel', items: times(10, item) }],
    ['a shared card', { role: 'appMaker', type: 'carousel', items: [{ ...item, actions: [{ type: 'share' }] }] }],
    ['a list with a button of its own', { role: 'appMaker', type: 'list', items: [item], actions: [postback] }],
    ['a location', { role: 'appMaker', type: 'location', coordinates: { lat: 41.4, long: 2.2 } }],
    ['a form', form],
    ['flat metadata', { ...text, metadata: { text: 'a', number: 1, flag: true } }],
    ['metadata of a PHP client that has none', { ...text, metadata: [], actions: [{ ...postback, metadata: [] }] }],
    [
      'what a client thinks it knows already',
      { ...text, received: 1, _id: 'x', authorId: 'y', source: { type: 'api' } },
    ],
    ['an override for a channel', { ...text, override: { messenger: { payload: { any: ['thing'] } } } }],
    ['a destination the user has', { ...text, destination: { integrationType: 'messenger' } }],
  ])('%s', async (_, message) => {
    const answer = await post(message);
    expect(answer).toMatchObject({ status: 201, body: { message: { type: (message as { type: string }).type } } });
  });
});

describe('messages that are refused with 400', () => {
  test.each<[string, unknown, RegExp]>([
    ['no role', { type: 'text', text: 'Hello' }, /^role:/],
    ['an unknown role', { ...text, role: 'whisper' }, /^role:/],
    ['no type', { role: 'appMaker', text: 'Hello' }, /^type:/],
    ['an unknown type', { ...text, type: 'sticker' }, /^type:/],
    ['a form response', { role: 'appMaker', type: 'formResponse', fields: [] }, /^type:/],
    ['no text', { role: 'appMaker', type: 'text' }, /^text: must not be empty/],
    ['a blank text', { ...text, text: ' \n' }, /^text: must not be empty/],
    ['a blank text with an empty list of buttons', { ...text, text: '', actions: [] }, /^text: must not be empty/],
    ['a text of 4097 characters', { ...text, text: 'x'.repeat(4097) }, /^text: must not be longer/],
    ['a caption of 4097 characters', { ...image, text: 'x'.repeat(4097) }, /^text: must not be longer/],
    ['buttons of the user', { ...text, role: 'appUser', actions: [postback] }, /^actions: are only allowed/],
    ['an unknown button', { ...text, actions: [{ ...postback, type: 'call' }] }, /^actions\[0\].type:/],
    ['a reply beside a postback', { ...text, actions: [reply, postback] }, /^actions: .*must not be mixed/],
    ['a location request beside a link', { ...text, actions: [{ type: 'locationRequest', text: 'x' }, link] }, /mixed/],
    ['a postback without payload', { ...text, actions: [{ type: 'postback', text: 'More' }] }, /actions\[0\].payload/],
    ['a reply without label', { ...text, actions: [{ ...reply, text: '' }] }, /actions\[0\].text: must not be empty/],
    ['a link to nowhere', { ...text, actions: [{ ...link, uri: 'nowhere' }] }, /actions\[0\].uri/],
    ['a webview without fallback', { ...text, actions: [{ ...webview, fallback: undefined }] }, /fallback/],
    ['a webview that calls', { ...text, actions: [{ ...webview, uri: 'tel:112' }] }, /actions\[0\].uri/],
    ['a price with cents', { ...text, actions: [{ type: 'buy', text: 'Buy', amount: 9.99 }] }, /amount/],
    [
      'two webviews that open by themselves',
      { ...text, actions: times(2, { ...webview, openOnReceive: true }) },
      /one/,
    ],
    ['an image without URL', { role: 'appMaker', type: 'image' }, /^mediaUrl:/],
    ['an image that is data', { ...image, mediaUrl: 'data:image/png;base64,AA' }, /^mediaUrl: must be an absolute/],
    ['an image with a relative URL', { ...image, mediaUrl: '/a.png' }, /^mediaUrl: must be an absolute/],
    ['a file with buttons', { ...image, type: 'file', actions: [postback] }, /^actions: are only allowed/],
    ['a form with buttons', { ...form, actions: [postback] }, /^actions: are only allowed/],
    [
      'a carousel with buttons of its own',
      { role: 'appMaker', type: 'carousel', items: [item], actions: [postback] },
      /^actions: are only allowed/,
    ],
    ['a carousel without cards', { role: 'appMaker', type: 'carousel', items: [] }, /^items: must have at least 1/],
    [
      'eleven cards',
      { role: 'appMaker', type: 'carousel', items: times(11, item) },
      /^items: must not have more than 10/,
    ],
    ['a card without buttons', { role: 'appMaker', type: 'carousel', items: [{ ...item, actions: [] }] }, /actions/],
    ['a card without actions', { role: 'appMaker', type: 'carousel', items: [{ title: 'A card' }] }, /actions/],
    [
      'a card with four buttons',
      { role: 'appMaker', type: 'list', items: [{ ...item, actions: times(4, postback) }] },
      /3/,
    ],
    ['a card with a reply', { role: 'appMaker', type: 'carousel', items: [{ ...item, actions: [reply] }] }, /type/],
    [
      'a card with a long title',
      { role: 'appMaker', type: 'list', items: [{ ...item, title: 'x'.repeat(129) }] },
      /128/,
    ],
    ['cards of the user', { role: 'appUser', type: 'carousel', items: [item] }, /^items: are only allowed/],
    ['a location without longitude', { role: 'appMaker', type: 'location', coordinates: { lat: 1, lng: 2 } }, /long/],
    ['a form without fields', { ...form, fields: [] }, /^fields:/],
    ['two fields of one name', { ...form, fields: [...form.fields, ...form.fields] }, /unique/],
    ['a choice without options', { ...form, fields: [{ type: 'select', name: 'a', label: 'b' }] }, /options/],
    ['nested metadata', { ...text, metadata: { a: { b: 1 } } }, /^metadata.a: must be a string/],
    ['metadata that is null', { ...text, metadata: { a: null } }, /^metadata.a: must be a string/],
    ['metadata over 4 KB', { ...text, metadata: { key: 'x'.repeat(4094) } }, /^metadata: must not be larger/],
    ['nested metadata of a button', { ...text, actions: [{ ...postback, metadata: { a: [] } }] }, /metadata.a/],
    ['a destination of nothing', { ...text, destination: {} }, /^destination:/],
    [
      'a destination of two kinds',
      { ...text, destination: { integrationId: 'a', integrationType: 'web' } },
      /^destination:/,
    ],
    ['a destination the user does not have', { ...text, destination: { integrationType: 'web' } }, /no client/],
    ['a destination of the user', { ...text, role: 'appUser', destination: { integrationType: 'messenger' } }, /only/],
    ['a list', [text], /JSON object/],
    ['an empty list, which is an empty object', [], /^type:/],
    ['metadata that is a list', { ...text, metadata: ['a'] }, /^metadata:/],
    ['broken JSON', '{"role":', /not valid JSON/],
    ['nothing', undefined, /not valid JSON/],
  ])('%s', async (_, message, description) => {
    const before = user.messages.length;
    const answer = await post(message);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
    expect(answer.body.error.description).toMatch(description);
    expect(user.messages.length).toBe(before);
  });

  test('a body that is not declared as JSON', async () => {
    const answer = await api.fetch(`/v1.1/appusers/${user.id}/messages`, {
      method: 'POST',
      headers: { authorization: BASIC, 'content-type': 'text/plain' },
      body: JSON.stringify(text),
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { description: expect.stringContaining('application/json') } },
    });
  });
});

test('a body over 100 KB is refused with 413, whatever is in it', async () => {
  const metadata = { filler: 'é'.repeat(52_000) };
  expect(await post({ ...text, metadata })).toMatchObject({
    status: 413,
    body: { error: { code: 'payload_too_large' } },
  });
});

describe('a key that nobody knows', () => {
  const misspelt = { ...text, action: [postback], actions: [{ ...postback, playload: 'x' }] };

  test('is dropped, as if it had not been sent', async () => {
    const answer = await post(misspelt);
    expect(answer.status).toBe(201);
    expect(answer.body.message).not.toHaveProperty('action');
    expect(answer.body.message.actions).toEqual([{ ...postback, uri: '', _id: expect.any(String) }]);
  });

  test('does not hide what is wrong beside it', async () => {
    const answer = await post({ ...misspelt, text: 'x'.repeat(4097), metadata: [] });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { description: expect.stringMatching(/^text: must/) } },
    });
    expect(answer.body.error.description).not.toMatch(/action|metadata/);
  });

  test('is refused where the settings want it', async () => {
    api.simulator.control.settings.unknownKeys = 'refuse';
    const answer = await post(misspelt);
    api.simulator.control.settings.unknownKeys = 'drop';
    expect(answer.status).toBe(400);
    expect(answer.body.error.description).toMatch(/Unrecognized key.*playload.*Unrecognized key.*action/);
  });
});

describe('shorthand in a text of the business', () => {
  const send = async (written: string) => (await post({ ...text, text: written })).body;

  test('becomes buttons, and leaves the text', async () => {
    const written = 'Choose: %[Open](https://example.com/a) %[More](postback:MORE) $[Pay](9.99)';
    expect((await send(written)).message).toMatchObject({
      text: 'Choose:',
      actions: [
        { type: 'link', text: 'Open', uri: 'https://example.com/a' },
        { type: 'postback', text: 'More', payload: 'MORE' },
        { type: 'buy', text: 'Pay', amount: 999, currency: 'usd' },
      ],
    });
    expect((await send('%[Yes](reply:YES) %[Here](location)')).message.actions).toMatchObject([
      { type: 'reply', payload: 'YES' },
      { type: 'locationRequest' },
    ]);
  });

  test('becomes pictures, each a message of its own', async () => {
    const body = await send('Look: ![](https://example.com/a.png) ![b](https://example.com/b.png)');
    expect(body.message).toMatchObject({ type: 'text', text: 'Look:' });
    expect(body.extraMessages).toMatchObject([
      { type: 'image', mediaUrl: 'https://example.com/a.png', text: ' ' },
      { type: 'image', mediaUrl: 'https://example.com/b.png' },
    ]);
    expect(user.received.slice(-3)).toEqual([body.message, ...body.extraMessages!]);
    expect((await send('![](https://example.com/a.png)')).message.type).toBe('image');
  });

  test.each([
    'Save 50%[1] (today)',
    '%[here](nowhere)',
    '%[](https://example.com)',
    '$[Pay](much)',
    '![](/a.png)',
    '%\u2060[here](https://example.com)',
    '['.repeat(2000),
    '%['.repeat(2000),
  ])('is left alone where it is none: %s', async (written) => {
    expect((await send(written)).message).toMatchObject({ type: 'text', text: written });
  });

  test('is refused when its buttons cannot stand side by side', async () => {
    const answer = await post({ ...text, text: 'x %[A](reply:A) %[B](postback:B)' });
    expect(answer).toMatchObject({ status: 400, body: { error: { description: expect.stringMatching(/mixed/) } } });
  });

  test('is left as it is in a text of the user, and where the settings want it', async () => {
    const written = 'See %[here](https://example.com) for $[more](9.99)';
    expect((await post({ role: 'appUser', type: 'text', text: written })).body.message.text).toBe(written);
    api.simulator.control.settings.shorthand = 'keep';
    const kept = await send(written);
    api.simulator.control.settings.shorthand = 'expand';
    expect(kept.message.text).toBe(written);
  });
});
