import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createControlRoutes } from '../../../sandbox/control/control-routes.ts';
import { createFaultQueue, type FaultRule } from '../../../sandbox/control/faults.ts';
import { createGate, type SimulatorControl, type SimulatorEnv } from '../../../sandbox/control/gate.ts';
import { createJournal, type JournalEntry } from '../../../sandbox/control/journal.ts';
import { createLatency } from '../../../sandbox/control/latency.ts';
import { type ListeningServer, listen } from '../../../sandbox/control/listen.ts';
import { sendRequest } from '../../support/send-request.ts';

const SECRETS = { headers: ['authorization'], fields: ['secret'] };

let control: SimulatorControl;
let server: ListeningServer;
let effects: string[];

beforeEach(async () => {
  control = {
    faults: createFaultQueue(),
    latency: createLatency(),
    journal: createJournal({ secrets: SECRETS, capacity: 5 }),
  };
  effects = [];
  const app = new Hono<SimulatorEnv>();
  app.route('/sandbox', createControlRoutes(control));
  app.use('*', createGate({ control, endpointOf: (_method, path) => path.slice(1) }));
  app.all('*', async (c) => {
    c.set('sessionId', 'session-1');
    const isForm = c.req.header('content-type')?.startsWith('multipart/');
    effects.push(isForm ? [...(await c.req.formData()).keys()].join() : c.get('bodyText'));
    return c.json({ ok: true }, 201, { 'x-own': '1' });
  });
  server = await listen(app, 0, '127.0.0.1');
});
afterEach(async () => {
  control.faults.clear();
  await server.stop();
});

const send = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
const post = (path: string, body: unknown, method = 'POST') =>
  send(path, { method, body: typeof body === 'string' ? body : JSON.stringify(body) });
const strike = (rule: Partial<FaultRule> & Pick<FaultRule, 'effect'>) =>
  control.faults.add({ endpoint: 'say', ...rule });
const respond = (status: number): FaultRule['effect'] => ({ kind: 'respond', status, body: { failed: status } });

describe('a fault', () => {
  test('strikes the next call of its endpoint, once', async () => {
    strike({ effect: respond(503) });
    expect((await post('/other', 'a')).status).toBe(201);
    const struck = await post('/say', 'b');
    expect([struck.status, await struck.json()]).toEqual([503, { failed: 503 }]);
    expect((await post('/say', 'c')).status).toBe(201);
    expect(effects).toEqual(['a', 'c']);
    expect(control.faults.list()).toEqual([]);
  });

  test('strikes as often as it was told, or always, after as many calls as it was told', async () => {
    strike({ effect: respond(500), times: 2, skip: 1 });
    const statuses = async (count: number) => {
      const seen = [];
      for (let i = 0; i < count; i++) seen.push((await post('/say', '')).status);
      return seen;
    };
    expect(await statuses(4)).toEqual([201, 500, 500, 201]);
    const id = control.faults.add({ endpoint: '*', effect: respond(500), times: 'always' });
    expect(await statuses(3)).toEqual([500, 500, 500]);
    expect(control.faults.list()).toMatchObject([{ id, times: 'always', hits: 3 }]);
    control.faults.clear();
    expect(await statuses(1)).toEqual([201]);
  });

  test('of several strikes in the order in which they were added', async () => {
    strike({ effect: respond(500) });
    strike({ effect: respond(502) });
    expect([(await post('/say', '')).status, (await post('/say', '')).status]).toEqual([500, 502]);
  });

  test('may look at the body', async () => {
    strike({ effect: respond(500), bodyIncludes: 'needle' });
    strike({ effect: respond(502), matches: ({ method, headers }) => method === 'PUT' && headers['x-a'] === 'b' });
    expect((await post('/say', 'hay')).status).toBe(201);
    expect((await post('/say', 'a needle in it')).status).toBe(500);
    expect((await send('/say', { method: 'PUT', headers: { 'x-a': 'b' } })).status).toBe(502);
  });

  test('may come after the call took effect', async () => {
    strike({ effect: respond(504), moment: 'after' });
    const reply = await post('/say', 'done');
    expect([reply.status, await reply.json(), reply.headers.get('x-own')]).toEqual([504, { failed: 504 }, null]);
    expect(effects).toEqual(['done']);
  });

  test('may send a text as it is, with its own headers', async () => {
    strike({
      effect: { kind: 'respond', status: 200, body: '{"half', headers: { 'content-type': 'application/json' } },
    });
    const reply = await post('/say', '');
    expect([reply.headers.get('content-type'), await reply.text()]).toEqual(['application/json', '{"half']);
  });

  test('may destroy the connection before or after the effect', async () => {
    strike({ effect: { kind: 'reset' } });
    await expect(post('/say', 'before')).rejects.toThrow();
    strike({ effect: { kind: 'reset' }, moment: 'after' });
    await expect(post('/say', 'after')).rejects.toThrow();
    expect(effects).toEqual(['after']);
    const entries = await control.journal.waitFor({ status: 0 }, { count: 2 });
    expect(entries.map(({ fault }) => fault)).toEqual(['reset', 'reset']);
  });

  test('may say nothing until the client gives up', async () => {
    strike({ effect: { kind: 'timeout' }, moment: 'after' });
    const patience = new AbortController();
    const call = send('/say', { method: 'POST', body: 'x', signal: patience.signal });
    await control.journal.waitFor({ endpoint: 'say' });
    await expect.poll(() => effects).toEqual(['x']);
    patience.abort();
    await expect(call).rejects.toThrow();
    expect(await control.journal.waitFor({ status: 0 })).toMatchObject([{ fault: 'timeout' }]);
  });

  test('may hold calls until they are released', async () => {
    const id = strike({ effect: { kind: 'hold' } });
    const held = post('/say', 'held');
    await control.journal.waitFor({ endpoint: 'say', finished: false });
    expect((await post('/say', 'free')).status).toBe(201);
    expect(effects).toEqual(['free']);
    expect(control.faults.release(id)).toBe(true);
    expect((await held).status).toBe(201);
    expect(effects).toEqual(['free', 'held']);
    expect(control.faults.release(id)).toBe(false);
  });

  test('may only make a call slower', async () => {
    strike({ effect: { kind: 'delay', ms: 5 } });
    expect((await post('/say', 'x')).status).toBe(201);
    const [entry] = control.journal.list({ endpoint: 'say' });
    expect(entry).toMatchObject({ fault: 'delay', status: 201 });
  });

  test('never keeps the server from stopping', async () => {
    strike({ effect: { kind: 'timeout' }, times: 'always' });
    const hanging = post('/say', '').then(
      () => 'answered',
      () => 'cut',
    );
    await control.journal.waitFor({ endpoint: 'say' });
    await server.stop();
    expect(await hanging).toBe('cut');
  });
});

describe('latency', () => {
  test('is set by endpoint, with one for all others', () => {
    control.latency.set('say', 30);
    control.latency.set('*', 10);
    expect([control.latency.of('say'), control.latency.of('other')]).toEqual([30, 10]);
    control.latency.set('say', 0);
    expect(control.latency.of('say')).toBe(10);
    control.latency.clear();
    expect(control.latency.wait('say')).toBeUndefined();
  });

  test('delays the effect, too', async () => {
    control.latency.set('say', 20);
    const call = post('/say', 'slow');
    await control.journal.waitFor({ endpoint: 'say' });
    expect(effects).toEqual([]);
    await call;
    expect(effects).toEqual(['slow']);
  });
});

describe('the journal', () => {
  test('keeps the newest calls only, and can be searched', async () => {
    for (let i = 1; i <= 12; i++) await post(i % 2 ? '/odd' : '/even', { i });
    expect(control.journal.list().map(({ number }) => number)).toEqual([8, 9, 10, 11, 12]);
    expect(control.journal.list({ endpoint: 'odd' }).map(({ body }) => body)).toEqual([{ i: 9 }, { i: 11 }]);
    expect(control.journal.list({ after: 10, limit: 1 })).toMatchObject([{ number: 12, sessionId: 'session-1' }]);
    expect(control.journal.list({ bodyIncludes: '"i":10' })).toHaveLength(1);
    expect(control.journal.list({ method: 'GET' })).toEqual([]);
    control.journal.clear();
    expect(control.journal.list()).toEqual([]);
  });

  test('keeps what was answered, by the route or by a fault, with its secrets hidden', async () => {
    await post('/own', '{}');
    strike({ effect: { kind: 'respond', status: 401, body: { secret: 'xyz', why: 'no' } }, moment: 'after' });
    const struck = await post('/say', '{}');
    expect(await struck.json()).toEqual({ secret: 'xyz', why: 'no' });
    expect(control.journal.list().map(({ status, responseBody }) => [status, responseBody])).toEqual([
      [201, { ok: true }],
      [401, { secret: '*** (3 characters)', why: 'no' }],
    ]);
    expect(control.journal.get(2)).toEqual(control.journal.list()[1]);
    expect(control.journal.getRaw(2)?.responseBody).toEqual({ secret: 'xyz', why: 'no' });
    expect([control.journal.get(0), control.journal.get(3)]).toEqual([undefined, undefined]);
  });

  test('tells when a call arrives and when it ends, until nobody listens', async () => {
    const seen: (number | undefined)[] = [];
    const stop = control.journal.onMove(() => seen.push(control.journal.list()[0]?.status));
    await post('/own', '{}');
    expect(seen).toEqual([undefined, 201]);
    stop();
    await post('/own', '{}');
    expect(seen).toHaveLength(2);
  });

  test('hides secrets in headers, JSON and forms, and shows them in process', async () => {
    const headers = { authorization: 'Bearer abc' };
    await send('/json', { method: 'POST', headers, body: '{"a":{"secret":"xyz"},"text":"secret=no"}' });
    await send('/form', { method: 'POST', headers, body: 'b=1&secret=xyz' });
    expect(control.journal.list()).toMatchObject([
      {
        headers: { authorization: '*** (10 characters)' },
        body: { a: { secret: '*** (3 characters)' }, text: 'secret=no' },
      },
      { body: 'b=1&secret=***' },
    ]);
    expect(control.journal.listRaw()).toMatchObject([
      { headers, body: { a: { secret: 'xyz' } } },
      { body: 'b=1&secret=xyz' },
    ]);
  });

  test('leaves files to the route', async () => {
    const form = new FormData();
    form.set('source', new Blob(['file']), 'a.txt');
    await send('/upload', { method: 'POST', body: form });
    expect(effects).toEqual(['source']);
    expect(control.journal.list()).toMatchObject([{ body: expect.stringMatching(/^\[multipart, \d+ bytes\]$/) }]);
  });

  test('can be waited for, and says what was there instead', async () => {
    const seen = control.journal.waitFor({ endpoint: 'say', finished: true }, { count: 2 });
    await post('/say', 'a');
    await post('/say', 'b');
    expect((await seen).map(({ body }: JournalEntry) => body)).toEqual(['a', 'b']);
    const miss = control.journal.waitFor({ endpoint: 'shout' }, { timeoutMs: 1 });
    await expect(miss).rejects.toThrow('POST /say -> 201');
  });

  test('can be switched off', async () => {
    control.journal.record(false);
    await post('/say', 'a');
    control.journal.record(true);
    await post('/say', 'b');
    expect(control.journal.list()).toMatchObject([{ body: 'b' }]);
  });
});

describe('the control API', () => {
  const json = async (reply: Response): Promise<unknown> => reply.json();

  test('sets latencies and faults, and takes them away', async () => {
    expect(await json(await post('/sandbox/latency', { say: 3 }, 'PUT'))).toEqual({ say: 3 });
    expect(await json(await send('/sandbox/latency', { method: 'DELETE' }))).toEqual({});
    const rule = { endpoint: 'say', effect: { kind: 'respond', status: 500 }, times: 'always', bodyIncludes: 'x' };
    const { id } = (await json(await post('/sandbox/faults', rule))) as { id: string };
    expect(await json(await send('/sandbox/faults'))).toEqual([{ id, ...rule, hits: 0 }]);
    expect((await post('/say', 'x')).status).toBe(500);
    expect(await json(await send(`/sandbox/faults/${id}`, { method: 'DELETE' }))).toEqual({ released: true });
    await post('/sandbox/faults', rule);
    expect(await json(await send('/sandbox/faults?endpoint=other', { method: 'DELETE' }))).toHaveLength(1);
    expect(await json(await send('/sandbox/faults', { method: 'DELETE' }))).toEqual([]);
  });

  test('lists requests, waiting for them if asked to', async () => {
    const waiting = send('/sandbox/requests?endpoint=say&finished=true&count=2&waitMs=10000');
    await post('/say', 'a');
    await post('/say', 'b');
    expect(await json(await waiting)).toMatchObject([{ body: 'a' }, { body: 'b' }]);
    expect(await json(await send('/sandbox/requests?endpoint=shout&waitMs=1'))).toEqual([]);
    expect(await json(await send('/sandbox/requests?limit=1&method=post'))).toMatchObject([{ body: 'b' }]);
    await send('/sandbox/requests', { method: 'DELETE' });
    expect(await json(await send('/sandbox/requests'))).toEqual([]);
  });

  test('switches recording', async () => {
    expect(await json(await post('/sandbox/recording', { on: false }, 'PUT'))).toEqual({ on: false });
    expect(await json(await send('/sandbox/recording'))).toEqual({ on: false });
  });

  test.each([
    ['POST', '/sandbox/faults', { endpoint: 'say' }, 'effect'],
    ['POST', '/sandbox/faults', { endpoint: 'say', effect: { kind: 'explode' } }, 'kind'],
    ['POST', '/sandbox/faults', '{', 'JSON'],
    ['PUT', '/sandbox/latency', { say: -1 }, 'say'],
    ['PUT', '/sandbox/recording', { on: 'yes' }, 'on'],
  ])('answers 400 with a sentence to %s %s %j', async (method, path, body, word) => {
    const reply = await post(path, body, method);
    expect([reply.status, await json(reply)]).toEqual([400, { error: expect.stringContaining(word) }]);
  });
});

describe('a website in somebody’s browser', () => {
  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'cannot steer the simulator from %s',
    async (origin) => {
      const body = JSON.stringify({ endpoint: 'say', effect: { kind: 'reset' } });
      const refused = await send('/sandbox/faults', { method: 'POST', headers: { origin }, body });
      expect([refused.status, control.faults.list()]).toEqual([403, []]);
    },
  );

  test.each([
    'evil.example',
    'evil.example:8090',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.7',
    '0.0.0.0',
    '[::2]',
  ])('whose name suddenly leads to this machine reads nothing: %s', async (host) => {
    await post('/say', 'what nobody else should read');
    for (const path of ['/sandbox/requests', '/sandbox', '/sandbox/faults']) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const url = `http://127.0.0.1:${server.port}${path}`;
        const { status, text } = await sendRequest(url, { method, headers: { host } });
        expect({ method, path, status }).toEqual({ method, path, status: 403 });
        expect(text).not.toContain('nobody else');
      }
    }
  });

  test.each(['localhost', 'LOCALHOST:1234', '127.0.0.1', '127.8.9.10:80', '[::1]', '[::1]:8090'])(
    'is none where this machine is called %s',
    async (host) => {
      const url = `http://127.0.0.1:${server.port}/sandbox/requests`;
      expect((await sendRequest(url, { method: 'GET', headers: { host } })).status).toBe(200);
    },
  );

  test('served by the simulator itself may', async () => {
    const headers = { origin: `http://127.0.0.1:${server.port}` };
    expect((await send('/sandbox/faults', { headers })).status).toBe(200);
  });
});
