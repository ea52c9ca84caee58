import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The error bodies of the two layers in front of and inside the API (Inbenta docs: gateway errors, API errors). */

const DENIED = { Message: 'User is not authorized to access this resource with an explicit deny' };
const UNAUTHORIZED = { message: 'Unauthorized' };
const UNKNOWN_PATH = {
  message: 'Not a valid key=value pair (missing equal-sign) in Authorization header. Does this path exist?',
};

/** Gateway: a wrong key, or a wrong or expired access token. Note the capital M. */
export const denied = (c: Context): Response => c.json(DENIED, 403);

/** Gateway: no credentials at all, or a key that does not exist where it is to be exchanged for a token. */
export const unauthorized = (c: Context): Response => c.json(UNAUTHORIZED, 401);

/** Gateway: the URL does not exist. It says so in a strange way. */
export const unknownPath = (c: Context): Response => c.json(UNKNOWN_PATH, 403);

/** API, authorization side: one `error`. */
export function authError(c: Context, code: ContentfulStatusCode, message: string): Response {
  return c.json({ error: { code, message } }, code);
}

/** API, Chatbot side: a list of `errors`. */
export function chatbotError(c: Context, code: ContentfulStatusCode, message: string): Response {
  return c.json({ errors: [{ code, message }] }, code);
}

/** A body that is neither JSON nor a form. */
export const malformedBody = (c: Context): Response => chatbotError(c, 400, 'The body is not valid JSON.');

/** What every client looks for word by word. */
export const sessionExpired = (c: Context): Response => chatbotError(c, 400, 'Session expired');
