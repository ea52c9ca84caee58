import type { IncomingMessage } from 'node:http';
import { type ParsedDelivery, type ParsedWebhook, parseWebhook } from '../smooch/v1/parse-webhook.ts';
import type { AcceptOutcome, Inbox } from '../store/inbox.ts';
import type { NewEvent } from '../store/schema.ts';
import { admitLargeBody, type KnownSenders } from './admit-large-body.ts';
import { type AnswerParts, answerToFailure, answerVisit, later, OK, refuse, type WebhookAnswer } from './answers.ts';
import { type DeskIntake, type OfferedHandshake, type ReceivedDeskEvent, takeDeskEvent } from './desk-webhook.ts';
import { readEnvelope } from './envelope.ts';
import type { BodyReader } from './read-body.ts';
import { hostOf } from './request-place.ts';
import { type Origin, smoochEvents } from './smooch-events.ts';

/** Decides who sent a request. */
export interface Authenticity {
  check(request: {
    environment: string;
    appId: string;
    key: string | undefined;
  }): Promise<
    | { verdict: 'genuine' }
    | { verdict: 'forged'; advice: string }
    | { verdict: 'undecided'; reason: string; retryAfterS?: number }
  >;
}

export interface WebhookOptions extends AnswerParts {
  readBody: BodyReader;
  known: KnownSenders;
  /** The environment a request belongs to. */
  environmentOf(request: { host: string; forwardedHost: string | undefined; path: string }): string;
  smooch: Authenticity;
  desk: DeskIntake;
  inbox: Inbox;
  /** A channel told what became of a message of ours. Resolves when it is kept. */
  onDelivery(delivery: ParsedDelivery, origin: Origin): Promise<void>;
  now(): number;
}

/** Answers one request to the public URL. */
export type AnswerWebhook = (request: IncomingMessage, path: string) => Promise<WebhookAnswer>;

/**
 * Creates the intake. Its order never changes: size, bytes, kind, environment and app, authenticity, full parse,
 * durable append, and only then 200.
 */
export function createWebhook(options: WebhookOptions): AnswerWebhook {
  return async (request, path) => {
    const answered = Promise.withResolvers<void>();
    try {
      return await take(options, request, path, answered.promise);
    } catch (error) {
      return answerToFailure(options, error);
    } finally {
      answered.resolve();
    }
  };
}

async function take(
  options: WebhookOptions,
  request: IncomingMessage,
  path: string,
  answered: Promise<void>,
): Promise<WebhookAnswer> {
  const calledAs = {
    host: hostOf(request.headers.host),
    forwardedHost: single(request.headers['x-forwarded-host']),
  };
  const environment = options.environmentOf({ ...calledAs, path });
  const gate = (beginning: Buffer) => admitLarge(options, request, environment, beginning);
  const body = await options.readBody(request, { gate, answered });
  const receivedAt = options.now();
  const envelope = readEnvelope(request.method ?? 'GET', request.headers, body.content);
  if (envelope.kind === 'visit') return answerVisit(path);
  if (envelope.kind === 'unknown') return refuse(options, 400, envelope.problem);
  if (envelope.kind === 'smooch-v2') return later(options, V2_ADVICE, {}, 30, 'v2');
  if (envelope.kind === 'desk-handshake') {
    return answerHandshake(options, { environment, path, secret: envelope.secret });
  }
  const origin = { environment, appId: envelope.appId, receivedAt };
  if (envelope.kind === 'desk-event') {
    const signature = single(request.headers['x-hook-signature']);
    const { appId, body: event } = envelope;
    return answerDeskEvent(options, { appId, calledAs, receivedAt, body: event, ...body, signature });
  }
  return takeSmoochWebhook(options, request, origin, envelope.body);
}

function admitLarge(options: WebhookOptions, request: IncomingMessage, environment: string, beginning: Buffer) {
  const key = single(request.headers['x-api-key']);
  const checkKey = (appId: string) => options.smooch.check({ environment, appId, key });
  return admitLargeBody(request.headers, beginning, { known: options.known, checkKey });
}

async function takeSmoochWebhook(
  options: WebhookOptions,
  request: IncomingMessage,
  origin: Origin,
  body: Record<string, unknown>,
): Promise<WebhookAnswer> {
  const { environment, appId } = origin;
  const verdict = await options.smooch.check({ environment, appId, key: single(request.headers['x-api-key']) });
  if (verdict.verdict === 'forged') return refuse(options, 401, verdict.advice, { environment, appId });
  if (verdict.verdict === 'undecided') {
    return later(options, verdict.reason, { environment, appId }, verdict.retryAfterS);
  }
  const parsed = parseWebhook(body);
  await Promise.all(parsed.deliveries.map((delivery) => options.onDelivery(delivery, origin)));
  const events = smoochEvents(parsed, origin);
  const outcomes = events.length === 0 ? [] : await options.inbox.accept(events);
  report(options, parsed, events, outcomes);
  reportNotUnderstood(options, origin, events, outcomes);
  return OK;
}

function report(options: WebhookOptions, parsed: ParsedWebhook, events: NewEvent[], outcomes: AcceptOutcome[]): void {
  for (const reason of parsed.ignored) options.countIgnored(reason, 1);
  const floods = events.filter((_, index) => outcomes[index] === 'flood');
  const duplicates = outcomes.filter((outcome) => outcome === 'duplicate').length;
  if (duplicates > 0) options.countIgnored('duplicate', duplicates);
  if (floods.length === 0) return;
  options.countIgnored('flood', floods.length);
  const lane = floods[0]?.lane;
  options.log.warn({ lane, ignored: floods.length }, 'ignored as flood: more of this user than server.flood allows');
}

/** Whoever looks after the connector has to know: dead letters are not handled by themselves. */
function reportNotUnderstood(
  options: WebhookOptions,
  { environment, appId }: Omit<Origin, 'receivedAt'>,
  events: NewEvent[],
  outcomes: AcceptOutcome[],
): void {
  const kept = events.filter(({ setAside }, index) => setAside !== undefined && outcomes[index] === 'stored');
  if (kept.length > 0) reportKept(options, { environment, appId }, kept);
}

function reportKept(
  options: WebhookOptions,
  from: { environment?: string; appId: string },
  kept: readonly Pick<NewEvent, 'setAside'>[],
): void {
  options.countIgnored('not-understood', kept.length);
  const fields = { ...from, kept: kept.length, reason: kept[0]?.setAside };
  options.log.warn(fields, 'something genuine cannot be understood: it is kept as a dead letter');
}

const V2_ADVICE = 'webhooks of Sunshine Conversations v2 are not understood yet: create the webhook through API v1.1';

async function answerHandshake(options: WebhookOptions, offer: OfferedHandshake): Promise<WebhookAnswer> {
  const answer = await options.desk.handshake(offer);
  if (answer.echo) return { ...OK, headers: { 'x-hook-secret': offer.secret } };
  options.countIgnored('handshake-refused', 1);
  if (answer.reason !== undefined) {
    const { environment } = offer;
    options.log.warn({ status: 403, environment }, `a handshake of HyperChat was refused: ${answer.reason}`);
  }
  return { status: 403, text: 'This handshake was not expected.' };
}

async function answerDeskEvent(options: WebhookOptions, request: ReceivedDeskEvent): Promise<WebhookAnswer> {
  const { appId } = request;
  const taken = await takeDeskEvent(options, request);
  if (taken.outcome === 'forged') return refuse(options, 401, taken.advice);
  if (taken.outcome === 'later') return later(options, taken.reason);
  if (taken.outcome === 'ignored') options.countIgnored(taken.reason, 1);
  if (taken.outcome === 'not-understood') reportKept(options, { appId }, [taken.event]);
  return OK;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
