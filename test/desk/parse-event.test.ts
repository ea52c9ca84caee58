import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WireError } from '../../src/core/errors.ts';
import { parseDeskEvent } from '../../src/desk/hyperchat/parse-event.ts';

/** A minute after what happens here, milliseconds since 1970. */
const NOW = 1_700_000_066_000;

function parse(trigger: string, data: unknown, fields: object = { created_at: 1_700_000_006 }) {
  const body = { trigger, appId: 'gAb', ...fields, data };
  return parseDeskEvent(body, NOW);
}

const eventOf = (trigger: string, data: unknown, fields?: object) => parse(trigger, data, fields).event;

function message(fields: object) {
  return {
    message: { id: 'm_1', chat: 'c_91xk', sender: 'u_agent5', type: 'text', created: 1_700_000_042, ...fields },
  };
}

const origin = { chatId: 'c_91xk', createdAt: 1_700_000_006 };

describe('events', () => {
  test('an agent accepts', () => {
    const event = eventOf('invitations:accept', { chatId: 'c_91xk', userId: 'u_agent5' });
    expect(event).toEqual({ kind: 'agent-joined', ...origin, agentId: 'u_agent5' });
  });

  test('no agent is left', () => {
    expect(eventOf('forever:alone', { chatId: 'c_91xk' })).toEqual({ kind: 'alone', ...origin });
  });

  test.each([
    [
      { userId: 'system', extraData: { reason: 'inactivity' } },
      { by: { kind: 'system' }, reason: 'inactivity' },
    ],
    [{ userId: 'system' }, { by: { kind: 'system' }, reason: undefined }],
    [
      { userId: 'u_agent5', extraData: null },
      { by: { kind: 'person', userId: 'u_agent5' }, reason: undefined },
    ],
    [{ userId: 7, extraData: [] }, { by: { kind: 'person', userId: '7' } }],
    [{}, { by: { kind: 'system' } }],
  ])('a chat is closed: %j', (data, expected) => {
    expect(eventOf('chats:close', { chatId: 'c_91xk', ...data })).toMatchObject({
      kind: 'closed',
      ...origin,
      ...expected,
    });
  });

  test.each([
    ['writing', true],
    ['not-writing', false],
    ['stop-writing', false],
    ['leave', false],
  ])('somebody is %s', (type, isTyping) => {
    const event = eventOf('users:activity', { chatId: 'c_91xk', userId: 'u_agent5', type });
    expect(event).toEqual({ kind: 'typing', ...origin, userId: 'u_agent5', isTyping });
  });

  test.each([
    [1, 1],
    ['3', 3],
    [0, 0],
  ])('the chat moves in the queue to %j', (queuePosition, position) => {
    const event = eventOf('queues:update', { chatId: 'c_91xk', data: { queuePosition } });
    expect(event).toEqual({ kind: 'queue', ...origin, position });
  });

  test.each([{}, { data: null }, { data: {} }, { data: { queuePosition: null } }, { data: { queuePosition: '' } }])(
    'a step in the queue that names no place asks for nothing: %j',
    (data) => {
      const event = eventOf('queues:update', { chatId: 'c_91xk', userId: 'u_1', ...data });
      expect(event).toEqual({ kind: 'ignored', trigger: 'queues:update', reason: 'no-position' });
    },
  );

  test('an agent leaves', () => {
    const event = eventOf('chats:leave', { chatId: 'c_91xk', userId: 'u_agent5' });
    expect(event).toEqual({ kind: 'left', ...origin, userId: 'u_agent5' });
  });

  test.each([
    ['invitations:new', { chatId: 'c_91xk', userId: 'u_agent5' }, 'invitation'],
    ['system:info', { chatId: 'c_91xk', data: { ticketId: 4711 } }, 'desk-information'],
    ['messages:read', { message: 'm_1', userId: 'u_agent5' }, 'read-receipt'],
    ['chats:create', {}, 'unknown-trigger'],
    ['chats:assign', { agents: [] }, 'unknown-trigger'],
    ['toString', {}, 'unknown-trigger'],
    ['__proto__', {}, 'unknown-trigger'],
  ])('%s asks for nothing', (trigger, data, reason) => {
    expect(eventOf(trigger, data)).toEqual({ kind: 'ignored', trigger, reason });
  });
});

describe('messages', () => {
  test("a text is given as the agent's HTML", () => {
    const event = eventOf('messages:new', message({ message: 'Hi <b>Ana</b>&nbsp;!' }));
    expect(event).toEqual({
      kind: 'message',
      chatId: 'c_91xk',
      createdAt: 1_700_000_042,
      messageId: 'm_1',
      sender: 'u_agent5',
      content: { kind: 'text', html: 'Hi <b>Ana</b>&nbsp;!' },
    });
  });

  test.each([
    ['an object', { url: '/media/m_2', type: 'image/png', name: 'invoice.png', size: 20_481 }],
    ['JSON in a string', '{"url":"/media/m_2","type":"image/png","name":"invoice.png"}'],
  ])('a file as %s', (_name, content) => {
    const event = eventOf('messages:new', message({ type: 'media', message: content }));
    const expected = { kind: 'media', url: '/media/m_2', mediaType: 'image/png', name: 'invoice.png' };
    expect(event).toMatchObject({ content: expected });
  });

  test('a file of which only the address is known', () => {
    const event = eventOf('messages:new', message({ type: 'media', message: { url: 'media/m_2', name: null } }));
    expect(event).toMatchObject({ content: { kind: 'media', url: 'media/m_2' } });
  });

  test('a question with choices', () => {
    const content = JSON.stringify({ message: 'Which?', options: [{ label: 'One' }, { label: 'Two' }] });
    const event = eventOf('messages:new', message({ type: 'object', message: content }));
    expect(event).toMatchObject({ content: { kind: 'choices', html: 'Which?', labels: ['One', 'Two'] } });
  });

  test.each([
    ['a text', 'hello', { kind: 'text', html: 'hello' }],
    ['a file', { url: '/media/m_2' }, { kind: 'media', url: '/media/m_2' }],
  ])('without a type, %s is told by its shape', (_name, content, expected) => {
    expect(eventOf('messages:new', message({ type: undefined, message: content }))).toMatchObject({
      content: expected,
    });
  });

  test('the sender may be an object, ids may be numbers, the chat may be named outside', () => {
    const data = { chatId: 12, message: { id: 3, sender: { id: 'u_agent5' }, type: 'text', message: 'hi' } };
    expect(eventOf('messages:new', data)).toMatchObject({
      chatId: '12',
      messageId: '3',
      sender: 'u_agent5',
      createdAt: 1_700_000_006,
    });
  });

  test.each([
    [{ sender: 'system', message: 'Ana joined' }, 'system-line'],
    [{ message: '  ' }, 'blank'],
    [{ message: null }, 'blank'],
    [{ type: 'object', message: '{"options":[{"label":" "}]}' }, 'blank'],
    [{ type: 'hologram', message: 'x' }, 'unknown-message-type'],
  ])('%j asks for nothing', (fields, reason) => {
    expect(eventOf('messages:new', message(fields))).toEqual({ kind: 'ignored', trigger: 'messages:new', reason });
  });
});

describe('when it happened', () => {
  test.each([
    [1_700_000_006, 1_700_000_006],
    ['1700000006', 1_700_000_006],
    [1_700_000_006_500, 1_700_000_006.5],
    ['2023-11-14T22:13:26Z', 1_700_000_006],
    ['2023-11-14T23:13:26+01:00', 1_700_000_006],
    ['2023-11-14 22:13:26', 1_700_000_006],
    ['yesterday', undefined],
    ['0', undefined],
    [-5, undefined],
    [{ date: '2001-01-01' }, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j', (created_at, createdAt) => {
    expect(eventOf('forever:alone', { chatId: 'c_91xk' }, { created_at })).toEqual({
      kind: 'alone',
      chatId: 'c_91xk',
      createdAt,
    });
  });
});

describe('over a day old', () => {
  const DAY = 24 * 3600;
  const at = NOW / 1000;

  test.each([
    at - DAY - 1,
    String(at - DAY - 1),
    (at - DAY - 1) * 1000,
    '2023-11-13 22:13:26',
    1,
    '2001-01-01T00:00:00Z',
  ])('it asks for nothing, whatever it says: %j', (created_at) => {
    for (const [trigger, data] of [
      ['messages:new', message({ message: 'Hello' })],
      ['users:activity', { chatId: 'c_1', userId: 'u_1', type: 'writing' }],
      ['chats:close', { no: 'chat' }],
    ] as const) {
      expect(eventOf(trigger, data, { created_at })).toEqual({ kind: 'ignored', trigger, reason: 'stale' });
    }
  });

  test.each([at - DAY, at + 10 * DAY, 'yesterday', '', null, undefined, [], 'Mon, 01 Jan 2001 00:00:00'])(
    'it is not, or nobody can tell: %j',
    (created_at) => {
      expect(eventOf('forever:alone', { chatId: 'c_1' }, { created_at })).toMatchObject({ kind: 'alone' });
    },
  );
});

describe('repeated deliveries', () => {
  test('of a message are told by its id, whatever else differs', () => {
    const first = parse('messages:new', message({ message: 'hi' }), { created_at: 1_700_000_001 });
    const again = parse('messages:new', message({ message: 'hi' }), { created_at: 1_700_000_002 });
    expect(first.dedupeKey).toBe('messages:new:c_91xk:m_1');
    expect(again.dedupeKey).toBe(first.dedupeKey);
  });

  test('are told by what they say, whatever the order of their keys', () => {
    const first = { chatId: 'c_1', userId: 'u_1', extraData: { b: [1, { y: 1, x: 2 }], a: null } };
    const again = { extraData: { a: null, b: [1, { x: 2, y: 1 }] }, userId: 'u_1', chatId: 'c_1' };
    expect(parse('chats:close', again).dedupeKey).toBe(parse('chats:close', first).dedupeKey);
    const shuffled = { ...again, extraData: { a: null, b: [{ x: 2, y: 1 }, 1] } };
    expect(parse('chats:close', shuffled).dedupeKey).not.toBe(parse('chats:close', first).dedupeKey);
  });

  test.each([
    ['the trigger', 'chats:leave', { created_at: 1_700_000_006 }],
    ['the time', 'chats:close', { created_at: 1_700_000_007 }],
  ])('another one differs in %s', (_what, trigger, fields) => {
    const data = { chatId: 'c_1', userId: 'u_1' };
    expect(parse(trigger, data, fields).dedupeKey).not.toBe(parse('chats:close', data).dedupeKey);
  });

  test('of everything else are told by what they say', () => {
    const accept = (agent: string) => parse('invitations:accept', { chatId: 'c_91xk', userId: agent }).dedupeKey;
    expect(accept('u_1')).toBe(accept('u_1'));
    expect(accept('u_1')).not.toBe(accept('u_2'));
    const anonymous = (text: string) => parse('messages:new', message({ id: undefined, message: text })).dedupeKey;
    expect(anonymous('hi')).not.toBe(anonymous('ho'));
  });
});

describe('what cannot be understood', () => {
  test.each([
    ['invitations:accept', { chatId: 'c_91xk' }, 'data.userId'],
    ['invitations:accept', { userId: 'u_agent5' }, 'data.chatId'],
    ['forever:alone', { chatId: '' }, 'data.chatId'],
    ['forever:alone', [], 'data'],
    ['chats:close', { chatId: null }, 'data.chatId'],
    ['users:activity', { chatId: 'c_91xk', userId: 'u_agent5' }, 'data.type'],
    ['queues:update', { chatId: 'c_91xk', data: { queuePosition: 'soon' } }, 'data.data.queuePosition'],
    ['queues:update', { data: { queuePosition: 1 } }, 'data.chatId'],
    ['queues:update', { chatId: 'c_91xk', data: 'x' }, 'data.data'],
    ['messages:new', {}, 'data.message'],
    ['messages:new', message({ sender: undefined }), 'data.message.sender'],
    ['messages:new', message({ chat: undefined }), 'data.message.chat'],
    ['messages:new', message({ type: 'media', message: {} }), 'message.url'],
    ['messages:new', message({ type: 'object', message: 'not JSON' }), 'message'],
  ])('%s with %j', (trigger, data, where) => {
    expect(() => eventOf(trigger, data)).toThrow(WireError);
    expect(() => eventOf(trigger, data)).toThrow(`${where}:`);
  });

  test.each(['..', '.', 'c/1', 'c?x=1', 'c#1', 'c\\1', 'c 1', 'c\n1', 'c'.repeat(257)])(
    'an id that would lead a call elsewhere is none: %j',
    (chatId) => {
      expect(() => eventOf('forever:alone', { chatId })).toThrow(WireError);
    },
  );

  test('whatever the data are, there is an event or a WireError', () => {
    const triggers = [
      'invitations:accept',
      'forever:alone',
      'chats:close',
      'messages:new',
      'users:activity',
      'queues:update',
      'x',
    ];
    const data = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { chatId: fc.jsonValue(), userId: fc.jsonValue(), message: fc.jsonValue(), data: fc.jsonValue() },
        { requiredKeys: [] },
      ),
      fc
        .record({
          id: fc.jsonValue(),
          chat: fc.jsonValue(),
          sender: fc.jsonValue(),
          type: fc.constantFrom('text', 'media', 'object'),
          message: fc.jsonValue(),
        })
        .map((inner) => ({ message: inner })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...triggers), data, (trigger, value) => {
        try {
          expect(parse(trigger, value).dedupeKey).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});
