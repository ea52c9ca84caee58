import { createHash } from 'node:crypto';
import { z } from 'zod';
import { WireError } from '../../core/errors.ts';

/** What stands around everything in a webhook (Smooch docs: webhook payloads). Each thing is missing where it cannot be read. */
export interface WebhookFrame {
  body: Record<string, unknown>;
  trigger: string;
  userId: string | undefined;
  conversationId: string | undefined;
  platform: string | undefined;
  /** Where a postback came from; messages name their own source. */
  sourceType: string | undefined;
  /** When it happened, as Smooch writes it; only of what is no message. */
  timestamp: number | string | undefined;
}

/** What repeated deliveries of the same thing have in common. */
export interface Dedupe {
  key: string;
  withinMs?: number;
}

/** An id of Smooch as far as we rely on it. Half a character can stand in no URL. */
export const smoochId = z
  .string()
  .min(1)
  .max(256)
  .refine((id) => id.isWellFormed());

const named = z.object({ _id: smoochId }).transform(({ _id }) => _id);

const frame = z.object({
  trigger: z.string(),
  appUser: named.optional().catch(undefined),
  conversation: named.optional().catch(undefined),
  client: z.object({ platform: z.string() }).optional().catch(undefined),
  source: z.object({ type: z.string() }).optional().catch(undefined),
  timestamp: z.union([z.number(), z.string()]).optional().catch(undefined),
});

/**
 * Reads the frame of a webhook.
 * @throws WireError when it is no object, or has no trigger
 */
export function readFrame(body: unknown): WebhookFrame {
  const { success, data, error } = frame.safeParse(body);
  if (!success) throw new WireError('Smooch', describeIssues(error));
  return {
    body: body as Record<string, unknown>,
    trigger: data.trigger,
    userId: data.appUser,
    conversationId: data.conversation,
    platform: data.client?.platform,
    sourceType: data.source?.type,
    timestamp: data.timestamp || undefined,
  };
}

/** An id that stands in a member of the body, as `message: {_id}`. */
export function readNamed(value: unknown): string | undefined {
  return named.safeParse(value).data;
}

/** Paths and what is wrong there; never what stands there, which somebody wrote. */
export function describeIssues({ issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
}

/** A short stand-in for values of JSON that together tell something from everything else. */
export function fingerprint(...values: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
}
