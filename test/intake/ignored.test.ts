import { expect, test } from 'vitest';
import { envelopeOf, messageBody, textMessage } from '../support/smooch-bodies.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

const timestamp = 1612345690.1;
const source = { type: 'messenger' };

test.each([
  ['an unknown trigger', 'payment:success', { payments: [{ charge: { id: '1' } }] }],
  ['a trigger nobody knows yet', 'message:telepathy', { messages: [textMessage('hello')] }],
  ['typing', 'typing:appUser', { activity: { type: 'typing:start' }, timestamp }],
  ['reading', 'conversation:read', { source, timestamp }],
  ['a conversation that starts', 'conversation:start', { source, timestamp, referral: { code: 'promo' } }],
  ['a referral', 'conversation:referral', { source, timestamp, referral: { code: 'promo', details: {} } }],
  ['an echo of our own message', 'message:appMaker', { messages: [textMessage('hello', { role: 'appMaker' })] }],
  ['our own message under the old trigger', 'message', { messages: [textMessage('hello', { role: 'appMaker' })] }],
  ['another author', 'message:appUser', { messages: [textMessage('hello', { role: 'whisper' })] }],
  ['an empty text', 'message:appUser', { messages: [textMessage('')] }],
  ['a blank text', 'message:appUser', { messages: [textMessage(' \n\t ')] }],
  ['a text of invisible signs', 'message:appUser', { messages: [textMessage('\u200b\u00a0\ufeff\u2060')] }],
  [
    'a blank text that does not say its type',
    'message:appUser',
    { messages: [textMessage('  ', { type: undefined })] },
  ],
])('%s is 200 and ignored', async (_what, trigger, more) => {
  const stand = await startWebhookStand();
  const user = stand.user();
  expect((await stand.post(envelopeOf(user, trigger, more))).status).toBe(200);
  // What comes behind it is handled, and is the first thing the bot hears.
  expect((await stand.post(messageBody(user, 'hello'))).status).toBe(200);
  expect(await stand.waitForQuestions(1)).toEqual(['hello']);
  await stand.idle();
  expect(stand.asked()).toEqual(['hello']);
  expect(stand.logLines('"outcome"')).toHaveLength(1);
});

test('what is ignored in a payload does not take its neighbours with it', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  const echo = textMessage('an echo', { role: 'appMaker' });
  const odd = { ...textMessage('odd'), _id: 5 };
  await stand.post(messageBody(user, 'one', echo, textMessage(' '), odd, 'two'));
  await stand.waitForTexts(user, 2);
  await stand.idle();
  expect(stand.asked()).toEqual(['one', 'two']);
});

test('a quick reply whose label is blank is no blank text', async () => {
  const stand = await startWebhookStand();
  const user = stand.user();
  await stand.post(messageBody(user, textMessage(' ', { payload: '{"message":"hello"}' })));
  await stand.idle();
  expect(stand.logLines('"outcome"')).toHaveLength(1);
});
