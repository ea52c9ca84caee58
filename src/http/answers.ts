import { NotConfiguredError, WireError } from '../core/errors.ts';
import { InboxFullError } from '../store/inbox.ts';
import { StoreUnavailableError } from '../store/schema.ts';
import { BodyError } from './body-error.ts';

/** What is answered to a webhook. */
export interface WebhookAnswer {
  status: 200 | 400 | 401 | 403 | 405 | 408 | 413 | 415 | 503;
  text: string;
  headers?: Record<string, string>;
}

export interface WebhookLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Where refusals are told. */
export interface AnswerParts {
  /** Counts what asks for nothing, or was refused, by reason. */
  countIgnored(reason: string, count: number): void;
  log: WebhookLog;
}

export const OK: WebhookAnswer = { status: 200, text: 'ok' };

/** Each status that says no has its reason in the metrics. */
const REASONS = { 400: 'not-understood', 401: 'forged', 408: 'too-slow', 413: 'too-large', 415: 'unknown-encoding' };

/** Somebody looks at the address, or a probe does. */
export function answerVisit(path: string): WebhookAnswer {
  if (path === '/') return { status: 200, text: 'smooch-chatbot-connector is listening for webhooks here.' };
  return { status: 405, text: 'Webhooks are posted here (POST).', headers: { allow: 'POST' } };
}

/** What it refuses does not come again. */
export function refuse(
  parts: AnswerParts,
  status: keyof typeof REASONS,
  problem: string,
  fields: Record<string, unknown> = {},
): WebhookAnswer {
  parts.countIgnored(REASONS[status], 1);
  parts.log.warn({ status, ...fields }, `a webhook was refused: ${problem}`);
  return { status, text: status === 401 ? 'This webhook could not be authenticated.' : problem };
}

/** What it refuses has to come again. @param counted its reason in the metrics */
export function later(
  parts: AnswerParts,
  reason: string,
  fields: Record<string, unknown> = {},
  retryAfterS = 30,
  counted = 'undecided',
): WebhookAnswer {
  parts.countIgnored(counted, 1);
  parts.log.warn({ status: 503, ...fields }, `a webhook cannot be taken now and has to come again: ${reason}`);
  return { status: 503, text: 'Not now: please deliver this again.', headers: { 'retry-after': String(retryAfterS) } };
}

/** The answer when taking a webhook threw. */
export function answerToFailure(parts: AnswerParts, error: unknown): WebhookAnswer {
  if (error instanceof BodyError) return answerToBody(parts, error);
  if (error instanceof WireError) return refuse(parts, 400, error.message);
  const mustWait = [StoreUnavailableError, InboxFullError, NotConfiguredError].some((kind) => error instanceof kind);
  if (mustWait && error instanceof Error) return later(parts, error.message, {}, 30, 'cannot-be-kept');
  parts.log.error({ err: error }, 'a webhook met an unexpected error');
  return later(parts, 'unexpected error', {}, 30, 'unexpected-error');
}

function answerToBody(parts: AnswerParts, { status, message, headers, undecided }: BodyError): WebhookAnswer {
  if (undecided) return { ...later(parts, message), headers };
  if (status === 503) {
    parts.countIgnored('no-room', 1);
    parts.log.warn({ status }, `a webhook was refused: ${message}`);
    return { status, text: message, headers };
  }
  return { ...refuse(parts, status, message), headers };
}
