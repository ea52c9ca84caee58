import { envelopeOf, messageBody, postbackBody, pressOf, type Sender, textMessage } from '../support/smooch-bodies.ts';

/** Numbers from 0 up to 1 that are the same in every run. */
export type Random = () => number;

/** Creates a sequence that depends on nothing but its seed. */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One request of somebody who gets something wrong. */
export interface OddRequest {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

type Json = Record<string, unknown>;
type Container = Json | unknown[];

const media = { mediaUrl: 'https://media.smooch.io/x/a.pdf', mediaType: 'application/pdf', mediaSize: 794_118 };
const coordinates = { lat: 45.5, long: -73.6 };
const delivery = {
  destination: { type: 'whatsapp' },
  message: { _id: '60aa0000000000000000a0m9' },
  timestamp: 1612345691,
};
const client = { _id: '60aa0000000000000000c001', platform: 'whatsapp', displayName: 'Ana', active: true };

/** Valid bodies of every kind (Smooch docs: webhook payloads). */
const validBodies: ((from: Sender) => Json)[] = [
  (from) => messageBody(from, 'hello'),
  (from) => ({ ...messageBody(from, 'hello'), client }),
  (from) => messageBody(from, textMessage('Yes', { payload: '{"option":1}' })),
  (from) => messageBody(from, textMessage(' ', { type: 'image', ...media, mediaType: 'image/jpeg' })),
  (from) => messageBody(from, textMessage(' ', { type: 'file', ...media, altText: 'a.pdf' })),
  (from) =>
    messageBody(from, textMessage('Location shared:', { type: 'location', coordinates, location: { name: 'x' } })),
  (from) => messageBody(from, textMessage('', { type: 'formResponse', fields: [], textFallback: 'Your name?: Ana' })),
  (from) => messageBody(from, textMessage('', { type: 'hologram' })),
  (from) => messageBody(from, 'one', 'two', textMessage('three', { role: 'appMaker' })),
  (from) => postbackBody(from, pressOf({ text: 'More', messageId: '60aa0000000000000000a0m9' })),
  (from) => postbackBody(from, pressOf({ payload: '{"message":"hello"}' }), { timestamp: 1612345690.1 }),
  (from) => envelopeOf(from, 'message:delivery:channel', delivery),
  (from) => envelopeOf(from, 'message:delivery:failure', { ...delivery, error: { code: 'uncategorized_error' } }),
  (from) => envelopeOf(from, 'typing:appUser', { activity: { type: 'typing:start' } }),
  (from) => envelopeOf(from, 'appUser:delete'),
  (from) => ({ trigger: 'merge:appUser', app: { _id: from.appId }, surviving: { _id: from.id }, discarded: [{}] }),
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { value };
  return value;
}

const oddTexts = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u200b\ufeff',
  'e\u0301'.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(50),
  '𝕳𝖊𝖑𝖑𝖔',
  '../../../etc/passwd',
  "'; drop table events; --",
  '<script>alert(1)</script>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what somebody may type
  '${7*7}{{7*7}}%s%n',
  '{"option":{"a":[1,2,{"b":null}]}}',
  '{"ref":"__proto__"}',
  '[[[[',
  'x'.repeat(70_000),
];

const oddValues: unknown[] = [
  ...oddTexts,
  null,
  true,
  false,
  0,
  -1,
  -0,
  1e308,
  5e-324,
  Number.MAX_SAFE_INTEGER + 2,
  1612345678.123,
  [],
  {},
  [[]],
  [null],
  { _id: null },
  { constructor: { prototype: 1 }, toString: 1, length: -1 },
  ['appUser'],
  nested(50),
];

const keys = ['_id', 'type', 'text', 'role', 'payload', 'received', 'source', 'messages', 'trigger', 'toString', ''];

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** Every object and list inside a value, itself included. */
function containersOf(value: unknown): Container[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Container, ...Object.values(value).flatMap(containersOf)];
}

type Change = (random: Random, parent: Container, key: string) => void;

const set = (parent: Container, key: string, value: unknown): void => {
  Object.defineProperty(parent, key, { value, enumerable: true, writable: true, configurable: true });
};
const valueAt = (parent: Container, key: string): unknown => (parent as Json)[key];

const changes: Change[] = [
  // Dropped.
  (_random, parent, key) => void (Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key]),
  // Of another type.
  (random, parent, key) => set(parent, key, pick(random, oddValues)),
  (random, parent, key) => set(parent, key, pick(random, oddTexts)),
  (_random, parent, key) => set(parent, key, [valueAt(parent, key)]),
  (_random, parent, key) => set(parent, key, { value: valueAt(parent, key) }),
  (_random, parent, key) => set(parent, key, String(valueAt(parent, key))),
  // Twice, or under another name.
  (random, parent, key) => {
    if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
    else set(parent, pick(random, keys), structuredClone(parent[key]));
  },
  // Something new beside it.
  (random, parent) =>
    Array.isArray(parent)
      ? parent.push(pick(random, oddValues))
      : set(parent, pick(random, keys), pick(random, oddValues)),
  (random, parent) => !Array.isArray(parent) && set(parent, '__proto__', pick(random, oddValues)),
];

function changeSomething(random: Random, body: Json): void {
  const parent = pick(random, containersOf(body));
  const places = Object.keys(parent);
  if (places.length > 0) pick(random, changes)(random, parent, pick(random, places));
}

/** What happens to the bytes on their way. */
const disturbances: ((random: Random, text: string) => string | Buffer)[] = [
  (random, text) => text.slice(0, Math.floor(random() * text.length)),
  (random, text) => text.slice(Math.floor(random() * text.length)),
  (_random, text) => `${text}${text}`,
  (_random, text) => `\ufeff${text}`,
  (_random, text) => Buffer.from(text, 'utf16le'),
  (random, text) => {
    const bytes = Buffer.from(text);
    for (let i = 0; i < 3; i += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    return bytes;
  },
  (random, text) => Buffer.concat([Buffer.from(text), Buffer.from(Array.from({ length: 50 }, () => random() * 256))]),
  (_random, text) => text.replace(/\d+\.\d+/, '1e99999'),
  (_random, text) => text.replace(/\d+\.\d+/, '9'.repeat(400)),
  (_random, text) => text.replace(/"trigger":/, '"trigger":"postback","trigger":'),
  (_random, text) => text.replace(/"(text|name)":"[^"]*"/, '"$1":"\\ud83d"'),
  (_random, text) => text.replace(/}$/, `,"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
  () => '['.repeat(100_000),
  () => '{"a":'.repeat(20_000),
  () => Buffer.alloc(300, 0),
  () => '',
];

const contentTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  '',
  'x',
];
const encodings = ['', '', '', 'gzip', 'identity', 'nonsense'];

/** A valid request with one or several things wrong about it. */
export function oddRequest(random: Random, from: Sender, secret: string): OddRequest {
  const body = structuredClone(pick(random, validBodies)(from));
  const mistakes = Math.floor(random() * 4);
  for (let i = 0; i < mistakes; i += 1) changeSomething(random, body);
  const text = JSON.stringify(body);
  const sent = random() < 0.25 ? pick(random, disturbances)(random, text) : text;
  const key = random() < 0.8 ? secret : pick(random, ['', 'wrong', secret.slice(1), `${secret}\u00e9`, ' ']);
  const encoding = pick(random, encodings);
  return {
    path: pick(random, ['/', '/smooch_chatbot_template/server.php', '/?a=%zz', '/%00', '/..%2f..']),
    headers: {
      'content-type': pick(random, contentTypes),
      ...(random() < 0.95 && { 'x-api-key': key }),
      ...(encoding !== '' && { 'content-encoding': encoding }),
      ...(random() < 0.05 && { 'x-forwarded-host': pick(random, ['', ',,,', 'dev.example.com', 'x'.repeat(2_000)]) }),
    },
    body: typeof sent === 'string' ? Buffer.from(sent) : sent,
  };
}
