import { describe, expect, test } from 'vitest';
import { WireError } from '../../src/core/errors.ts';
import type { UserInput } from '../../src/core/user-event.ts';
import { type ParsedWebhook, parseWebhook } from '../../src/smooch/v1/parse-webhook.ts';
import { envelopeOf, messageBody, postbackBody, pressOf, textMessage } from '../support/smooch-bodies.ts';

const ana = { appId: '60aa00000000000000000001', id: '60aa000000000000000000b1' };
const nothing: ParsedWebhook = { events: [], deletedUsers: [], deliveries: [], ignored: [], notUnderstood: [] };

const parse = parseWebhook;

/** What is wrong with the only part that is not understood; nothing else is in the webhook. */
function issuesOf(body: unknown): string {
  const { notUnderstood, ...rest } = parse(body);
  const { notUnderstood: _, ...none } = nothing;
  expect(rest).toEqual(none);
  expect(notUnderstood).toHaveLength(1);
  return notUnderstood[0]!.issues.join('; ');
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

  test('without an id counts by what the list says and its place in it, whatever stands around', () => {
    const message = textMessage('hi', { _id: undefined });
    const keysOf = (body: unknown) => parse(body).events.map(({ dedupe }) => dedupe);
    const twice = keysOf(messageBody(ana, message, message));
    expect(new Set(twice.map(({ key }) => key)).size).toBe(2);
    for (const { key, withinMs } of twice)
      expect([key, withinMs]).toEqual([expect.stringMatching(/^messages:/), undefined]);
    expect(keysOf({ client: { platform: 'web' }, ...messageBody(ana, message, message) })).toEqual(twice);
    expect(keysOf(messageBody({ ...ana, id: 'another' }, message, message))).not.toEqual(twice);
    const [timeless] = keysOf(messageBody(ana, { ...message, received: undefined }));
    expect(timeless?.withinMs).toBe(10_000);
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
    ['own-echo', { role: 'appMaker', text: ['hi'] }],
    ['other-author', { role: 'whisper', _id: 7 }],
  ])('%s: %j', (reason, more) => {
    expect(parse(messageBody(ana, textMessage('hi', more)))).toEqual({ ...nothing, ignored: [reason] });
  });

  test.each([
    messageBody(ana),
    { ...messageBody(ana), messages: null },
    { ...messageBody(ana), messages: undefined },
    { ...messageBody(ana), appUser: undefined },
    postbackBody(ana, {}, { postbacks: [] }),
    postbackBody(ana, {}, { postbacks: null }),
    envelopeOf(ana, 'postback'),
  ])('a list that is empty or missing: %j', (body) => {
    expect(parse(body)).toEqual({ ...nothing, ignored: ['empty'] });
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

  test.each([1612345690.1, '1612345690.1', '2021-02-03T10:00:00Z'])(
    'with the timestamp %j counts by that, user, button, payload and message',
    (timestamp) => {
      const keyOf = (from: typeof ana, press: object, more: object = {}) =>
        parse(postbackBody(from, pressOf(press), { timestamp, ...more })).events[0]?.dedupe;
      const key = keyOf(ana, button);
      expect(key).toEqual({ key: expect.stringMatching(/^press:/) });
      expect(keyOf(ana, { ...button, text: 'Other words' }, { client: { platform: 'web' } })).toEqual(key);
      const others = [
        keyOf({ ...ana, id: '60aa000000000000000000b2' }, button),
        keyOf(ana, { ...button, id: 'b2' }),
        keyOf(ana, { ...button, payload: '{"option":2}' }),
        keyOf(ana, { ...button, messageId: 'm10' }),
        keyOf(ana, button, { timestamp: 1612345690.2 }),
      ];
      expect(new Set([key, ...others].map((dedupe) => dedupe?.key)).size).toBe(6);
    },
  );

  test.each([
    [1700000000.5, '1700000000.5'],
    ['1700000000.50', '1700000000.5'],
    ['1700000000', 1700000000],
    ['1700000000.0', 1.7e9],
  ])('with the timestamps %j and %j is the same', (one, other) => {
    const keyOf = (timestamp: unknown) => parse(postbackBody(ana, pressOf(button), { timestamp })).events[0]?.dedupe;
    expect(keyOf(one)).toEqual(keyOf(other));
    expect(keyOf(one)).not.toEqual(keyOf('1700000000.51'));
  });

  test('whose payload is a map is the same whatever the order of its keys, and keeps them as they came', () => {
    const pressed = (payload: unknown) => {
      const body = postbackBody(ana, { action: { _id: 'b1', text: 'More', payload } }, { timestamp: 1 });
      return parse(body).events[0];
    };
    const one = pressed({ message: 'a', option: { x: [1, 2], y: { p: 1, q: 2 } } });
    const other = pressed({ option: { y: { q: 2, p: 1 }, x: [1, 2] }, message: 'a' });
    expect(other?.dedupe).toEqual(one?.dedupe);
    expect(other?.event.input).toMatchObject({ payload: '{"option":{"y":{"q":2,"p":1},"x":[1,2]},"message":"a"}' });
    expect(pressed({ message: 'a', option: { x: [2, 1], y: { p: 1, q: 2 } } })?.dedupe).not.toEqual(one?.dedupe);
  });

  test('twice in one payload with a timestamp is two presses, each with its key', () => {
    const body = postbackBody(ana, {}, { postbacks: [pressOf(button), pressOf(button)], timestamp: 1612345690.1 });
    const [first, second] = parse(body).events;
    expect(first?.event.sentAt).toBe(1612345690.1);
    expect(second?.dedupe.key).not.toBe(first?.dedupe.key);
    expect(parse({ ...body, client: {} }).events.map(({ dedupe }) => dedupe)).toEqual([first?.dedupe, second?.dedupe]);
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
    'that is none is kept apart, and the others are pressed: %j',
    (press) => {
      const body = postbackBody(ana, {}, { postbacks: [press, pressOf(button)], timestamp: 1 });
      const { events, notUnderstood } = parse(body);
      expect(events).toHaveLength(1);
      expect(notUnderstood).toMatchObject([{ userId: ana.id, body: { trigger: 'postback', timestamp: 1 } }]);
      expect(notUnderstood[0]?.body).toHaveProperty('postbacks', [press]);
    },
  );

  test('whose message cannot be read is a press all the same', () => {
    const body = postbackBody(ana, { ...pressOf(button), message: 'More?' });
    expect(parse(body).events).toMatchObject([{ event: { input: { kind: 'postback', text: 'More' } } }]);
  });
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

describe('what cannot be understood', () => {
  test.each([
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: undefined }],
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: null }],
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: { _id: '' } }],
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: { _id: 7 } }],
    ['appUser._id', { ...messageBody(ana, 'hi'), appUser: { _id: 'x'.repeat(257) } }],
    ['messages', { ...messageBody(ana, 'hi'), messages: { 0: textMessage('hi') } }],
    ['messages', { ...messageBody(ana, 'hi'), messages: 'hi' }],
    ['postbacks', { ...postbackBody(ana, {}), postbacks: 7 }],
    ['appUser._id', { ...postbackBody(ana, pressOf({})), appUser: undefined }],
    ['appUser._id', { ...envelopeOf(ana, 'appUser:delete'), appUser: undefined }],
    ['_id', messageBody(ana, textMessage('hi', { _id: 7 }))],
    ['text', messageBody(ana, textMessage('hi', { text: ['hi'] }))],
    ['type', messageBody(ana, textMessage('hi', { type: {} }))],
  ])('%s is named', (part, body) => {
    expect(issuesOf(body)).toMatch(new RegExp(`^${part}:`));
  });

  test.each([[null], [7], ['hi'], [[]], [true]])('a message that is none, beside one that is: %j', (message) => {
    const body = messageBody(ana, 'hi');
    const [hi] = body.messages as unknown[];
    const { events, notUnderstood } = parse({ ...body, messages: [message, hi] });
    expect(events).toHaveLength(1);
    expect(notUnderstood).toMatchObject([{ userId: ana.id, body: { ...body, messages: [message] } }]);
  });

  test('is read again from the part alone just as it was', () => {
    const body = messageBody(ana, 'one', textMessage('two', { text: 2 }), textMessage('three', { text: 3 }));
    const { notUnderstood } = parse(body);
    expect(notUnderstood).toHaveLength(2);
    for (const part of notUnderstood) {
      const [again] = parse(part.body).notUnderstood;
      expect([again?.userId, again?.issues]).toEqual([part.userId, part.issues]);
    }
    const mended = structuredClone(notUnderstood[0]!.body) as { messages: { text: unknown }[] };
    mended.messages[0]!.text = 'two';
    expect(parse(mended).events).toMatchObject([
      { userId: ana.id, conversationId: (body.conversation as { _id: string })._id, event: { channel: 'whatsapp' } },
    ]);
  });

  test('counts by the id of its message, where that can be read', () => {
    const odd = textMessage('hi', { _id: 'm1', text: 7 });
    expect(parse(messageBody(ana, odd)).notUnderstood[0]?.dedupe).toEqual({ key: 'message:m1' });
    const whole = { ...messageBody(ana, 'hi'), appUser: undefined };
    const key = parse(whole).notUnderstood[0]?.dedupe.key;
    expect(parse({ ...whole, client: { platform: 'web' } }).notUnderstood[0]?.dedupe.key).toBe(key);
    expect(parse({ ...messageBody(ana, 'ho'), appUser: undefined }).notUnderstood[0]?.dedupe.key).not.toBe(key);
  });

  test('belongs to who wrote it, where the frame does not say', () => {
    const message = textMessage('hi', { authorId: ana.id });
    expect(parse({ ...messageBody(ana, message), appUser: 7 }).notUnderstood[0]?.userId).toBe(ana.id);
    const others = [null, 7, textMessage('hi', { authorId: 'agent', role: 'appMaker' }), { authorId: {} }];
    expect(parse({ ...messageBody(ana), appUser: 7, messages: others }).notUnderstood[0]?.userId).toBeUndefined();
  });

  test('a frame that is larger than frames are is not kept with every part', () => {
    const odd = Array.from({ length: 100 }, () => textMessage('hi', { text: 7 }));
    const { notUnderstood } = parse({ ...messageBody(ana, ...odd), filler: 'x'.repeat(1_000_000) });
    expect(notUnderstood).toHaveLength(100);
    expect(JSON.stringify(notUnderstood).length).toBeLessThan(200_000);
    expect(parse(notUnderstood[0]!.body).notUnderstood[0]?.userId).toBe(ana.id);
  });

  test('what the user wrote is not among the issues', () => {
    const body = { ...messageBody(ana, 'hi'), messages: 'my secret diary', appUser: { _id: ['my secret id'] } };
    expect(issuesOf(body)).not.toContain('secret');
    expect(issuesOf(messageBody(ana, textMessage('hi', { text: { secret: 'diary' }, _id: {} })))).not.toContain(
      'diary',
    );
  });

  test.each([
    ['trigger', { ...messageBody(ana, 'hi'), trigger: 7 }],
    ['body', 'hi'],
    ['body', null],
    ['body', []],
  ])('a body that is no webhook at all is refused: %s', (part, body) => {
    expect(() => parse(body)).toThrow(WireError);
    expect(() => parse(body)).toThrow(part);
  });
});
