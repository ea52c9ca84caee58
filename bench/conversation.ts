import { randomBytes } from 'node:crypto';

/** Everything that is said in a measured turn, and the names and secrets of the stand. All of it made up. */

export const APP_ID = '5be000000000000000000001';
export const SMOOCH_KEY = { id: 'app_key_of_the_bench', secret: 'smooch-secret-of-the-bench' };
export const BOT_CREDENTIALS = { key: 'bot-key-of-the-bench', secret: 'bot-secret-of-the-bench' };
export const WEBHOOK_SECRET = 'webhook-secret-of-the-bench';

/** What the user must read; anything else counts as a wrong reply. */
export const ANSWER =
  'We are open Monday to Friday from 9:00 to 18:30 and Saturday from 10:00 to 16:00. On Sundays we are out riding.';

/** The bot's whole knowledge, as the Chatbot simulator reads it. */
export const KNOWLEDGE = {
  contents: [
    {
      title: 'Opening hours',
      phrases: ['what are your opening hours'],
      answer: `<p>${ANSWER.replace('Monday to Friday', '<b>Monday to Friday</b>')}</p>`,
    },
  ],
};

/** Header of a webhook that names its user, for the probe. Smooch sends none of this kind. */
export const USER_HEADER = 'x-bench-user';

/** The question; it carries the user's id, so that the probe can tell whose call to the bot it sees. */
export const questionOf = (userId: string): string => `What are your opening hours? (${userId})`;

/** The user's id in a call to the bot, from its body. */
export const userInQuestion = (body: string): string | undefined => /\(([0-9a-f]{24})\)/.exec(body)?.[1];

/** The user's id in a message to the user, from its path. */
export const userInMessagePath = (path: string): string | undefined =>
  /\/appusers\/([0-9a-f]{24})\/messages$/.exec(path)?.[1];

const run = randomBytes(6).toString('hex');
let sent = 0;

/** A webhook `message:appUser` as Smooch posts it, with a message id of its own (Smooch docs: message events). */
export function webhookBody(userId: string): string {
  const id = run + (sent++).toString(16).padStart(12, '0');
  return JSON.stringify({
    trigger: 'message:appUser',
    app: { _id: APP_ID },
    version: 'v1.1',
    messages: [
      {
        type: 'text',
        text: questionOf(userId),
        _id: id,
        role: 'appUser',
        authorId: userId,
        name: 'Web User',
        received: Date.now() / 1000,
        source: { type: 'web', integrationId: '5be000000000000000000002' },
      },
    ],
    appUser: { _id: userId, conversationStarted: true },
    conversation: { _id: userId },
  });
}
