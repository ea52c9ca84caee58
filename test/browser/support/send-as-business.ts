import { expect } from 'vitest';
import { APP_ID, SMOOCH_KEY, type Stand } from '../../../sandbox/run/start-stand.ts';

/** Sends a message as a business would without the connector, as Smooch's API takes it (`type`, `text`, `actions` …). */
export async function sendAsBusiness({ smooch }: Stand, userId: string, message: object): Promise<void> {
  const credentials = Buffer.from(`${SMOOCH_KEY.id}:${SMOOCH_KEY.secret}`).toString('base64');
  const answer = await fetch(`${smooch.url}/v1.1/apps/${APP_ID}/appusers/${userId}/messages`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'appMaker', ...message }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}
