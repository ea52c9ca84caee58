import { z } from 'zod';
import { parseLikePhp } from '../../control/parse-like-php.ts';
import type { ConversationFacts } from '../bot/conversation.ts';

/** The languages of the API (connector guide: conversation.default.lang). */
const LANGUAGES = [
  ...['ca', 'de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pt', 'zh', 'ru', 'ar', 'hu', 'eu', 'ro', 'gl', 'da', 'sv'],
  ...['no', 'tr', 'cs', 'fi', 'pl', 'el', 'th', 'id', 'uk'],
] as const;

// A form can only send text, so a number or a boolean may come as one.
const wholeNumber = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().min(0));
const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1'),
]);
const attributeNames = z.array(z.string());

const bodySchema = z.looseObject({
  lang: z.enum(LANGUAGES).default('en'),
  timezone: z.string().refine(isTimeZone, 'must be a name of the TZ database, for example Europe/Madrid').optional(),
  answers: z
    .looseObject({
      answerAttributes: attributeNames.default(['ANSWER_TEXT']),
      sideBubbleAttributes: attributeNames.default(['SIDEBUBBLE_TEXT']),
      maxOptions: wholeNumber.pipe(z.int().min(1)).default(3),
      maxRelatedContents: wholeNumber.default(3),
      skipLastCheckQuestion: flag.default(false),
    })
    .prefault({}),
  forms: z
    .looseObject({
      allowUserToAbandonForm: flag.default(true),
      errorRetries: wholeNumber.pipe(z.int().min(1)).default(3),
    })
    .prefault({}),
});

const headersSchema = z.object({
  userType: z.string().regex(/^\d+$/, 'x-inbenta-user-type must be a whole number').default('0').transform(Number),
  environment: z
    .enum(['production', 'preproduction', 'development'], {
      error: 'x-inbenta-env must be production, preproduction or development',
    })
    .default('production'),
  source: z.string().optional(),
});

/**
 * Checks what a new session is opened with (Chatbot docs: conversation). Keys it does not know are tolerated.
 * The side attributes are checked only: answers carry them in any case.
 * @returns the sentence for the client when something is wrong.
 */
export function parseConversationRequest(
  body: Record<string, unknown>,
  headers: { userType?: string; environment?: string; source?: string },
): { facts: ConversationFacts } | { error: string } {
  const sent = headersSchema.safeParse(headers);
  const configured = parseLikePhp(bodySchema, body);
  const problem = sent.error ?? configured.error;
  if (!sent.success || !configured.success) return { error: z.prettifyError(problem!) };
  const { lang, timezone, answers, forms } = configured.data;
  const { sideBubbleAttributes: _side, ...answerOptions } = answers;
  return { facts: { ...sent.data, options: { lang, timezone, ...answerOptions, ...forms } } };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
