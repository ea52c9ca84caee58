import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { USER_HEADER, userInMessagePath, userInQuestion } from './conversation.ts';
import { percentile } from './statistics.ts';

/** Percentiles over turns, milliseconds. */
export interface InsideFigures {
  turns: number;
  /** From the webhook's arrival to the confirmation of the message, without the time of the two remote calls. */
  inside: { p50: number; p99: number };
  /** The same with the remote calls. */
  whole: { p50: number; p99: number };
}

/** One turn under way: begun by its webhook, ended by the confirmation of its only message. */
interface OpenTurn {
  receivedAt: number;
  remoteMs: number;
  /** How far it has come. */
  stage: 'received' | 'asked' | 'sent';
}

/** A remote call under way. */
interface OpenCall {
  turn: OpenTurn;
  userId: string;
  /** The call that ends the turn. */
  last: boolean;
  sentAt: number;
}

/** As undici publishes it; only what is looked at. */
interface PublishedRequest {
  request: { path: string; body: unknown };
}

const MOST_TURNS = 200_000;

/**
 * Watches a process from outside its code: Node tells when a request arrives, undici when one is written to its
 * socket and when its answer is complete. A call counts as remote from the one to the other; everything else,
 * waiting for a connection too, is time inside.
 */
export function createInsideProbe() {
  const openTurns = new Map<string, OpenTurn[]>();
  const openCalls = new WeakMap<object, OpenCall>();
  let finished: { inside: number; whole: number }[] = [];

  const onArrival = (published: unknown) => {
    const userId = (published as { request: IncomingMessage }).request.headers[USER_HEADER];
    if (typeof userId !== 'string') return;
    const turn: OpenTurn = { receivedAt: performance.now(), remoteMs: 0, stage: 'received' };
    openTurns.set(userId, [...(openTurns.get(userId) ?? []), turn]);
  };
  const onCreate = (published: unknown) => {
    const { request } = published as PublishedRequest;
    const recipient = userInMessagePath(request.path);
    const userId = recipient ?? (request.path.endsWith('/conversation/message') ? userInBody(request) : undefined);
    if (userId === undefined) return;
    const [before, after] = recipient === undefined ? (['received', 'asked'] as const) : (['asked', 'sent'] as const);
    const turn = openTurns.get(userId)?.find(({ stage }) => stage === before);
    if (turn === undefined) return;
    turn.stage = after;
    openCalls.set(request, { turn, userId, last: after === 'sent', sentAt: Number.NaN });
  };
  const onSent = (published: unknown) => {
    const call = openCalls.get((published as PublishedRequest).request);
    if (call !== undefined) call.sentAt = performance.now();
  };
  const onComplete = (published: unknown) => {
    const call = openCalls.get((published as PublishedRequest).request);
    if (call === undefined) return;
    const now = performance.now();
    call.turn.remoteMs += now - call.sentAt;
    if (!call.last) return;
    openTurns.set(
      call.userId,
      (openTurns.get(call.userId) ?? []).filter((turn) => turn !== call.turn),
    );
    const whole = now - call.turn.receivedAt;
    if (finished.length < MOST_TURNS) finished.push({ inside: whole - call.turn.remoteMs, whole });
  };
  const listeners = {
    'http.server.request.start': onArrival,
    'undici:request:create': onCreate,
    'undici:client:sendHeaders': onSent,
    'undici:request:trailers': onComplete,
  };

  return {
    begin() {
      finished = [];
      openTurns.clear();
      for (const [channel, listener] of Object.entries(listeners)) subscribe(channel, listener);
    },
    end() {
      for (const [channel, listener] of Object.entries(listeners)) unsubscribe(channel, listener);
    },
    /** Of the turns that have ended since `begin`. */
    figures(): InsideFigures {
      const sides = (of: 'inside' | 'whole') => {
        const values = finished.map((turn) => turn[of]);
        return { p50: percentile(values, 50), p99: percentile(values, 99) };
      };
      return { turns: finished.length, inside: sides('inside'), whole: sides('whole') };
    },
  };
}

function userInBody({ body }: PublishedRequest['request']): string | undefined {
  return userInQuestion(body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : String(body));
}
