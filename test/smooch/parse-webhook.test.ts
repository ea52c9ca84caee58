import { describe, expect, test } from 'vitest';
import { WireError } from '../../src/core/errors.ts';
import type { UserInput } from '../../src/core/user-event.ts';
import { type ParsedWebhook, parseWebhook } from '../../src/smooch/v1/parse-webhook.ts';
import { envelopeOf, messageBody, postbackBody, pressOf, textMessage } from '../support/smooch-bodies.ts';

const ana = { appId: '60aa00000000000000000001', id: '60aa000000000000000000b1' };
const nothing: ParsedWebhook = { events: [], deletedUsers: [], deliveries: [], ignored: [] };

const parse = (body: unknown): ParsedWebhook => parseWebhook(body, Buffer.from(JSON.stringify(body)));

function issuesOf(body: unknown): string {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof WireError) return error.issues.join('; ');
    throw error;
  }
  throw new Error('it should have been refused');
}

/** What the only message of a webhook says. */
function inputOf(message: Record<string, unknown>): UserInput | undefined {
  const { events, ignored } = parse(messageBody(ana, { _id: 'm1', role: 'appUser', received: 1, ...message }));
  expect(ignored).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0]?.event.input;
}

describe('a message of a user', () => {
  test('is read with everything that tells where it belongs', () => {
    const body = {
      ...messageBody(ana, textMessage('hi there', { _id: 'm1', received: 1612345678.123 })),
      conversation: { _id: 'c1' },
    };
    expect(parse(body)).toEqual({
      ...nothing,
      events: [
        {
          userId: ana.id,
          conversationId: 'c1',
          dedupe: { key: 'message:m1' },
          event: {
            input: { kind: 'text', text: 'hi there', payload: undefined },
            channel: 'whatsapp',
            userName: 'Ana Gil',
            messageId: 'm1',
            sentAt: 1612345678.123,
          },
        },
      ],
    });
  });

  test.each([
    ['source.type', { source: { type: 'messenger' } }, { client: { platform: 'web' } }, 'messenger'],
    ['client.platform', { source: undefined }, { client: { platform: 'web' } }, 'web'],
    ['nobody', { source: undefined }, {}, undefined],
    ['a source that cannot be read', { source: 7 }, { client: 7 }, undefined],
  ])('has its channel from %s', (_who, message, more, channel) => {
    const { events } = parse({ ...messageBody(ana, textMessage('hi', message)), ...more });
    expect(events[0]?.event.channel).toBe(channel);
  });

  test('comes under the trigger "message" as well', () => {
    expect(parse(envelopeOf(ana, 'message', { messages: [textMessage('hi')] })).events).toHaveLength(1);
  });

  test('needs no conversation, client, name or time', () => {
    const { conversation: _, ...envelope } = messageBody(ana, { type: 'text', text: 'hi', role: 'appUser' });
    expect(parse(envelope).events).toEqual([
      expect.objectContaining({ userId: ana.id, conversationId: undefined, event: expect.objectContaining({}) }),
    ]);
  });

  test('several are ordered by their received; those without one come first, as they came', () => {
    const at = (text: string, received?: number) => textMessage(text, { received });
    const { events } = parse(messageBody(ana, at('c', 3.5), at('a'), at('d', 9), at('b'), at('b2', 3.25)));
    const texts = events.map(({ event }) => (event.input.kind === 'text' ? event.input.text : ''));
    expect(texts).toEqual(['a', 'b', 'b2', 'c', 'd']);
  });

  test('without an id counts by its body and its place', () => {
    const message = textMessage('hi', { _id: undefined });
    const twice = parse(messageBody(ana, message, message)).events.map(({ dedupe }) => dedupe.key);
    expect(new Set(twice).size).toBe(2);
    for (const key of twice) expect(key).toMatch(/^body:/);
    const body = messageBody(ana, message);
    expect(parse(body).events[0]?.dedupe).toEqual(parse(structuredClone(body)).events[0]?.dedupe);
  });

  test.each([{ name: 7 }, { received: '1612345678' }, { altText: {} }, { mediaType: [] }, { textFallback: 1 }])(
    'is not lost for a part beside its text that has another type: %j',
    (more) => {
      expect(parse(messageBody(ana, textMessage('hi', more)))).toMatchObject({
        ignored: [],
        events: [{ event: { input: { kind: 'text', text: 'hi' } } }],
      });
    },
  );

  test('keys nobody knows are passed over', () => {
    const message = textMessage('hi', { novelty: { a: [1] }, __proto__: { text: 'no' } });
    expect(parse({ ...messageBody(ana, message), novelty: 1 }).events).toHaveLength(1);
  });
});

describe('the kinds of messages', () => {
  test('text', () => {
    expect(inputOf({ type: 'text', text: ' hi ' })).toEqual({ kind: 'text', text: ' hi ', payload: undefined });
  });

  test('a quick reply is a text with a payload', () => {
    expect(inputOf({ type: 'text', text: 'Yes', payload: '{"option":1}' })).toEqual({
      kind: 'text',
      text: 'Yes',
      payload: '{"option":1}',
    });
  });

  test.each(['image', 'file'])('%s, with and without a caption', (type) => {
    const media = { type, mediaUrl: 'https://media.smooch.io/x/a.pdf', mediaType: 'application/pdf', altText: 'a.pdf' };
    const input = { kind: type, url: media.mediaUrl, mediaType: 'application/pdf', name: 'a.pdf' };
    expect(inputOf({ ...media, text: 'Look!' })).toEqual({ ...input, caption: 'Look!' });
    // Smooch sends one space where there is no caption.
    expect(inputOf({ ...media, text: ' ' })).toEqual({ ...input, caption: undefined });
    expect(inputOf(media)).toEqual({ ...input, caption: undefined });
  });

  test('an image without an address is something unknown', () => {
    expect(inputOf({ type: 'image', text: 'Look!' })).toEqual({ kind: 'unknown', type: 'image', text: 'Look!' });
  });

  test('location', () => {
    const message = {
      type: 'location',
      text: 'Location shared:\nhttps://maps.google.com/maps?q=45.5,-73.6',
      coordinates: { lat: 45.5, long: -73.6 },
      location: { address: 'Main Street 1', name: 'Home' },
    };
    expect(inputOf(message)).toEqual({
      kind: 'location',
      latitude: 45.5,
      longitude: -73.6,
      name: 'Home',
      address: 'Main Street 1',
      url: undefined,
      text: message.text,
    });
    expect(inputOf({ type: 'location', coordinates: { lat: '45.5' }, location: [] })).toEqual({ kind: 'location' });
  });

  test('form response, by the text that Smooch makes of it', () => {
    const fields = [{ type: 'text', name: 'full_name', label: 'Your name?', text: 'Ana' }];
    const textFallback = 'Your name?: Ana\nMeal?: Ramen';
    expect(inputOf({ type: 'formResponse', fields, textFallback })).toEqual({ kind: 'form', text: textFallback });
  });

  test('a type nobody knows keeps its text and its address', () => {
    expect(inputOf({ type: 'hologram', text: 'Look!', mediaUrl: 'https://media.smooch.io/x' })).toEqual({
      kind: 'unknown',
      type: 'hologram',
      text: 'Look!',
      url: 'https://media.smooch.io/x',
    });
    expect(inputOf({ type: 'audio', textFallback: 'a song' })).toMatchObject({ kind: 'unknown', text: 'a song' });
    expect(inputOf({ type: 'x'.repeat(1_000) })).toEqual({ kind: 'unknown', type: 'x'.repeat(64) });
  });
});

describe('what asks for nothing is counted with its reason', () => {
  test.each([
    ['own-echo', { role: 'appMaker' }],
    ['other-author', { role: 'whisper' }],
    ['blank', { text: '' }],
    ['blank', { text: ' \n\u200b\u00a0' }],
    ['blank', { text: undefined }],
    ['blank', { text: ' ', type: undefined }],
    ['malformed', { _id: 7 }],
    ['malformed', { text: ['hi'] }],
  ])('%s: %j', (reason, more) => {
    expect(parse(messageBody(ana, textMessage('hi', more)))).toEqual({ ...nothing, ignored: [reason] });
  });

  test.each([[null], [7], ['hi'], [[]], [true]])('a message that is none: %j', (message) => {
    const body = envelopeOf(ana, 'message:appUser', { messages: [message, textMessage('hi')] });
    expect(parse(body)).toMatchObject({ ignored: ['malformed'], events: [{ userId: ana.id }] });
  });

  test.each(['typing:appUser', 'conversation:read', 'merge:appUser', 'link:match', '', 'message:', 'POSTBACK'])(
    'the trigger "%s"',
    (trigger) => {
      expect(parse({ trigger, app: { _id: ana.appId } })).toEqual({ ...nothing, ignored: ['unknown-trigger'] });
    },
  );

  test('our own message, without looking into it', () => {
    expect(parse(envelopeOf(ana, 'message:appMaker'))).toEqual({ ...nothing, ignored: ['own-echo'] });
    expect(parse({ trigger: 'message:appMaker', appUser: null, messages: 7 })).toEqual({
      ...nothing,
      ignored: ['own-echo'],
    });
  });

  test.each([{ appUser: null }, { appUser: {} }, { message: 'x' }, { messages: { a: 1 } }, { postbacks: 'x' }])(
    'an unknown trigger, whatever else stands in it: %j',
    (more) => {
      expect(parse({ trigger: 'new:trigger', ...more })).toEqual({ ...nothing, ignored: ['unknown-trigger'] });
    },
  );
});

describe('a postback', () => {
  const button = { id: 'b1', text: 'More', payload: '{"option":1}', messageId: 'm9' };

  test('is read with its button', () => {
    const body = {
      ...postbackBody(ana, pressOf(button)),
      conversation: { _id: 'c1' },
      client: { platform: 'messenger' },
    };
    expect(parse(body).events).toEqual([
      {
        userId: ana.id,
        conversationId: 'c1',
        dedupe: { key: expect.stringMatching(/^press:/), withinMs: 10_000 },
        event: {
          input: { kind: 'postback', text: 'More', payload: '{"option":1}', fullLabel: undefined },
          channel: 'messenger',
          sentAt: undefined,
        },
      },
    ]);
  });

  test('brings back the full label that we put into its metadata', () => {
    const press = { action: { text: 'A long…', metadata: { label: 'A long label', other: 1 } } };
    expect(parse(postbackBody(ana, press)).events[0]?.event.input).toMatchObject({ fullLabel: 'A long label' });
    const odd = { action: { text: 'A long…', metadata: { label: 7 } } };
    expect(parse(postbackBody(ana, odd)).events[0]?.event.input).toMatchObject({ fullLabel: undefined });
  });

  test('has its channel from source, where there is one', () => {
    const more = { source: { type: 'viber' }, client: { platform: 'messenger' } };
    expect(parse(postbackBody(ana, pressOf(button), more)).events[0]?.event.channel).toBe('viber');
  });

  test('with a timestamp counts by its body and its place', () => {
    const body = postbackBody(ana, {}, { postbacks: [pressOf(button), pressOf(button)], timestamp: 1612345690.1 });
    const [first, second] = parse(body).events;
    expect(first?.dedupe.key).toMatch(/^body:.*:0$/);
    expect(second?.dedupe.key).toMatch(/^body:.*:1$/);
    expect(first?.dedupe.withinMs).toBeUndefined();
    expect(first?.event.sentAt).toBe(1612345690.1);
  });

  test('without one counts by user, button, payload and message', () => {
    const keyOf = (from: typeof ana, press: object) => parse(postbackBody(from, pressOf(press))).events[0]?.dedupe.key;
    const key = keyOf(ana, button);
    expect(keyOf(ana, { ...button, text: 'Other words' })).toBe(key);
    const others = [
      keyOf({ ...ana, id: '60aa000000000000000000b2' }, button),
      keyOf(ana, { ...button, id: 'b2' }),
      keyOf(ana, { ...button, payload: '{"option":2}' }),
      keyOf(ana, { ...button, messageId: 'm10' }),
    ];
    expect(new Set([key, ...others]).size).toBe(5);
  });

  test.each([[null], [{}], [{ action: 'More' }], [{ action: { payload: [1] } }]])(
    'that is none is malformed: %j',
    (press) => {
      const body = postbackBody(ana, {}, { postbacks: [press, pressOf(button)] });
      expect(parse(body)).toMatchObject({ ignored: ['malformed'], events: [{ userId: ana.id }] });
    },
  );
});

test('a button whose payload is no text, with an empty list in place of a map beside it, is pressed all the same', () => {
  const press = { action: { text: 'More', payload: { option: 1 }, metadata: [] } };
  const [event] = parse(postbackBody(ana, press)).events;
  expect(event?.event.input).toMatchObject({ kind: 'postback', text: 'More', payload: '{"option":1}' });
});

describe('delivery events', () => {
  const message = { _id: 'm9' };

  test.each([
    ['message:delivery:channel', {}, 'channel'],
    ['message:delivery:user', {}, 'user'],
    ['message:delivery:failure', { error: { code: 'uncategorized_error' } }, 'failure: uncategorized_error'],
    ['message:delivery:failure', {}, 'failure: no code'],
    ['message:delivery:failure', { error: 'broken' }, 'failure: no code'],
  ])('%s %j', (trigger, more, outcome) => {
    expect(parse(envelopeOf(ana, trigger, { message, ...more }))).toEqual({
      ...nothing,
      deliveries: [{ messageId: 'm9', outcome, userId: ana.id, conversationId: expect.any(String) }],
    });
  });

  test('a code is no place for a novel', () => {
    const error = { code: 'x'.repeat(10_000) };
    const [delivery] = parse(envelopeOf(ana, 'message:delivery:failure', { message, error })).deliveries;
    expect(delivery?.outcome.length).toBeLessThan(300);
  });

  test('without a message they are not understood', () => {
    expect(issuesOf(envelopeOf(ana, 'message:delivery:user'))).toContain('message');
  });
});

test('a deleted user is named', () => {
  expect(parse(envelopeOf(ana, 'appUser:delete', { timestamp: 1612345690.1 }))).toEqual({
    ...nothing,
    deletedUsers: [ana.id],
  });
});

describe('parts that the trigger promises are missing', () => {
  test.each([
    ['appUser', { ...messageBody(ana, 'hi'), appUser: undefined }],
    ['appUser', { ...messageBody(ana, 'hi'), appUser: null }],
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: { _id: '' } }],
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: { _id: 7 } }],
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: { _id: 'x'.repeat(257) } }],
    ['messages', { ...messageBody(ana, 'hi'), messages: undefined }],
    ['messages', { ...messageBody(ana, 'hi'), messages: null }],
    ['messages', { ...messageBody(ana, 'hi'), messages: [] }],
    ['messages', { ...messageBody(ana, 'hi'), messages: { 0: textMessage('hi') } }],
    ['postbacks', { ...postbackBody(ana, {}), postbacks: undefined }],
    ['postbacks', { ...postbackBody(ana, {}), postbacks: [] }],
    ['appUser', { ...postbackBody(ana, pressOf({})), appUser: undefined }],
    ['appUser', { ...envelopeOf(ana, 'appUser:delete'), appUser: undefined }],
    ['trigger', { ...messageBody(ana, 'hi'), trigger: 7 }],
    ['body', 'hi'],
    ['body', null],
    ['body', []],
  ])('%s is named', (part, body) => {
    expect(issuesOf(body)).toContain(part);
  });

  test('what the user wrote is not in the message', () => {
    const body = { ...messageBody(ana, 'hi'), messages: 'my secret diary', appUser: { _id: ['my secret id'] } };
    expect(issuesOf(body)).not.toContain('secret');
  });
});
