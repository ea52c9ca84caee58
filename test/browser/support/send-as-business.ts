import { expect } from 'vitest';
import { APP_ID, SMOOCH_KEY, type Stand } from '../../../sandbox/run/start-stand.ts';

/** Sends a message as a business would without the connector, as Smooch's API takes it (`type`, `text`, `actions` …). */
export async function sendAsBusiness(stand: Stand, userId: string, message: object): Promise<void> {
  const answer = await post(stand, `${userId}/messages`, message);
  expect(answer.status, await answer.text()).toBe(201);
}

/** Begins to type as the business, until the next message. */
export async function typeAsBusiness(stand: Stand, userId: string): Promise<void> {
  const answer = await post(stand, `${userId}/conversation/activity`, { type: 'typing:start' });
  expect(answer.status, await answer.text()).toBe(200);
}

function post({ smooch }: Stand, path: string, what: object): Promise<Response> {
  const credentials = Buffer.from(`${SMOOCH_KEY.id}:${SMOOCH_KEY.secret}`).toString('base64');
  return fetch(`${smooch.url}/v1.1/apps/${APP_ID}/appusers/${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'appMaker', ...what }),
  });
}
