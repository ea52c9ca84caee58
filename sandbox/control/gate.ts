import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { FaultEffect, FaultQueue, SimulatedCall, StruckFault } from './faults.ts';
import { isMultipart } from './is-multipart.ts';
import type { Journal, OpenEntry } from './journal.ts';
import type { Latency } from './latency.ts';

/** What can be steered on every simulator. */
export type SimulatorControl = { faults: FaultQueue; latency: Latency; journal: Journal };

/** Hono's environment for a simulator's app. */
export type SimulatorEnv = {
  Bindings: HttpBindings;
  Variables: {
    /** The request's body as text, read once by the gate; empty for multipart bodies, which routes read themselves. */
    bodyText: string;
    /** A route sets it so that the journal knows whose call it was. */
    sessionId?: string;
  };
};

export type GateOptions = {
  control: SimulatorControl;
  /** Names the endpoint of a call, for faults, latency and the journal. `path` has no query string. */
  endpointOf: (method: string, path: string) => string;
};

/** The door of a simulator: writes every call into the journal, makes it slow, and strikes it with faults. */
export function createGate({ control, endpointOf }: GateOptions): MiddlewareHandler<SimulatorEnv> {
  return async (c, next) => {
    const call = await readCall(c, endpointOf);
    const entry = control.journal.begin(call);
    const fault = control.faults.take(call);
    if (fault) entry?.note({ fault: fault.effect.kind });
    const wait = control.latency.wait(call.endpoint);
    if (wait) await wait;
    const instead = fault?.moment === 'before' ? await strike(c, fault) : undefined;
    if (instead) return await finish(entry, instead);
    await next();
    entry?.note({ sessionId: c.get('sessionId'), ran: { at: Date.now(), status: c.res.status } });
    const afterwards = fault?.moment === 'after' ? await strike(c, fault) : undefined;
    if (!afterwards) {
      // Whoever gave up meanwhile gets no answer.
      await finish(entry, c.env.outgoing.closed ? RESPONSE_ALREADY_SENT : c.res);
      return;
    }
    // Hono copies the headers of the answer that is replaced unless it is taken away first.
    c.res = undefined;
    c.res = await finish(entry, afterwards);
  };
}

async function readCall(c: Context<SimulatorEnv>, endpointOf: GateOptions['endpointOf']): Promise<SimulatedCall> {
  const { incoming } = c.env;
  const multipart = isMultipart(incoming.headers['content-type']);
  // Asking for the body of a GET would make the server build a whole web request: only read where there may be one.
  const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD' && !multipart;
  const text = hasBody ? await c.req.text() : '';
  c.set('bodyText', text);
  return {
    endpoint: endpointOf(c.req.method, c.req.path),
    method: c.req.method,
    path: incoming.url ?? c.req.path,
    headers: incoming.headers,
    body: multipart ? `[multipart, ${incoming.headers['content-length'] ?? 'unknown'} bytes]` : text,
  };
}

type RespondEffect = Extract<FaultEffect, { kind: 'respond' }>;

/** The answer a fault puts in the place of the route's; undefined when the call just goes on. */
async function strike(c: Context<SimulatorEnv>, fault: StruckFault): Promise<Response | undefined> {
  const { effect } = fault;
  if (effect.kind === 'respond') return effectToResponse(effect);
  if (effect.kind === 'delay') await delay(effect.ms);
  else if (effect.kind === 'hold') await fault.released;
  else return cutConnection(c, effect.kind);
  return undefined;
}

function effectToResponse({ status, body, headers }: RespondEffect): Response {
  const isText = typeof body === 'string';
  // An empty text is no body: some statuses allow none.
  const text = isText ? body || null : body === undefined ? null : JSON.stringify(body);
  const contentType = isText ? 'text/plain; charset=UTF-8' : 'application/json';
  return new Response(text, { status, headers: { 'content-type': contentType, ...headers } });
}

async function cutConnection(c: Context<SimulatorEnv>, kind: 'timeout' | 'reset'): Promise<Response> {
  const { outgoing } = c.env;
  if (kind === 'reset') outgoing.socket?.resetAndDestroy();
  if (!outgoing.closed) await once(outgoing, 'close');
  return RESPONSE_ALREADY_SENT;
}

async function finish(entry: OpenEntry | undefined, response: Response): Promise<Response> {
  if (response === RESPONSE_ALREADY_SENT) entry?.finish(0);
  else if (entry !== undefined) entry.finish(response.status, await textOf(response));
  return response;
}

/** The body for the journal; of a file only what it is. */
async function textOf(response: Response): Promise<string> {
  if (response.body === null) return '';
  const type = response.headers.get('content-type') ?? '';
  return /json|text|xml/.test(type) ? response.clone().text() : `[${type || 'a file'}]`;
}
