import { z } from 'zod';
import { type ContentSource, contentSchema, type KnowledgeSource, knowledgeSchema } from './knowledge-schema.ts';

/**
 * Checks knowledge written by hand, in a file or over the control API.
 * @throws Error with one line per mistake.
 */
export function parseKnowledge(written: unknown): KnowledgeSource {
  return parseWritten(knowledgeSchema, written ?? {});
}

/** The same for a single content. */
export function parseContent(written: unknown): ContentSource {
  return parseWritten(contentSchema, written);
}

function parseWritten<T>(schema: z.ZodType<T>, written: unknown): T {
  const result = schema.safeParse(written);
  if (!result.success) throw new Error(z.prettifyError(result.error));
  return result.data;
}
