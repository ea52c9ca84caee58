import type { Dispatcher } from 'undici';
import { USER_HEADER, WEBHOOK_SECRET, webhookBody } from './conversation.ts';

/** Posts one webhook and resolves with the status, 0 when no answer came. Takes undici's events directly: cheap. */
export function postWebhook(dispatcher: Dispatcher, origin: string, userId: string): Promise<number> {
  return new Promise((resolve) => {
    let status = 0;
    dispatcher.dispatch(
      {
        origin,
        path: '/',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': WEBHOOK_SECRET, [USER_HEADER]: userId },
        body: webhookBody(userId),
        headersTimeout: 30_000,
        bodyTimeout: 30_000,
      },
      {
        onRequestStart() {},
        onResponseStart(_controller, code) {
          status = code;
        },
        onResponseData() {},
        onResponseEnd: () => resolve(status),
        onResponseError: () => resolve(0),
      },
    );
  });
}
