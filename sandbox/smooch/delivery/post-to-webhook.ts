import { type Dispatcher, request } from 'undici';

export interface WebhookPost {
  target: string;
  body: string | Buffer;
  headers: Record<string, string>;
  timeoutMs: number;
  agent: Dispatcher;
}

/** Either a status, or why there was none. */
export interface PostOutcome {
  status?: number;
  /** The beginning of the answer's body. */
  answer?: string;
  error?: string;
}

/** Characters: nobody waits for what a webhook answers, it is only looked at. */
const ANSWER_KEPT = 1000;

/** One POST to a webhook. Never rejects: no answer is an outcome too. Redirects are not followed. */
export async function postToWebhook(post: WebhookPost): Promise<PostOutcome> {
  try {
    const response = await request(post.target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'smooch-simulator', ...post.headers },
      body: post.body,
      dispatcher: post.agent,
      headersTimeout: post.timeoutMs,
      bodyTimeout: post.timeoutMs,
    });
    const answer = await response.body.text();
    return { status: response.statusCode, ...(answer !== '' && { answer: answer.slice(0, ANSWER_KEPT) }) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
