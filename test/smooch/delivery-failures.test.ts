import { describe, expect, test } from 'vitest';
import { deliveryToText, textToDelivery } from '../../src/core/delivery.ts';
import { deliveryFailure } from '../../src/smooch/delivery-failures.ts';

const unclear = (underlyingError: unknown) => ({ code: 'uncategorized_error', message: 'x', underlyingError });

describe('a failed delivery is about the person', () => {
  test.each([
    ['any channel', undefined, { code: 'forbidden' }],
    ['any channel', 'web', { code: 'unauthorized' }],
    ['any channel', 'line', { code: 'user_not_found' }],
    ['WhatsApp, window closed', 'whatsapp', unclear({ errors: [{ code: 470, title: 'outside window' }] })],
    ['WhatsApp, window closed (cloud)', 'whatsapp', unclear({ errors: [{ code: 131047 }] })],
    ['WhatsApp, no such number', 'whatsapp', { code: 'bad_request', underlyingError: { errors: [{ code: 131026 }] } }],
    ['Messenger, page token', 'messenger', unclear({ error: { code: 190, error_subcode: 460 } })],
    ['Messenger, unknown', 'messenger', unclear({ error: { code: 100, error_subcode: 2018001 } })],
    ['Messenger, not available', 'messenger', unclear({ code: 551, message: 'not available right now' })],
    ['Instagram, window closed', 'instagram', unclear({ error: { code: 10, error_subcode: 2534022 } })],
    [
      'Telegram, blocked',
      'telegram',
      unclear({ ok: false, error_code: 403, description: 'Forbidden: bot was blocked' }),
    ],
    [
      'Telegram, unknown',
      'telegram',
      unclear({ ok: false, error_code: 400, description: 'Bad Request: chat not found' }),
    ],
    ['Twilio, unsubscribed', 'twilio', unclear({ status: 400, code: '21610' })],
    ['Viber, not subscribed', 'viber', unclear({ status: 6, status_message: 'receiverNotSubscribed' })],
  ])('%s', (_case, channel, error) => {
    expect(deliveryFailure(error, channel)).toMatchObject({ about: 'person' });
  });
});

describe('a failed delivery is about what was said', () => {
  test.each([
    ['nothing told', 'whatsapp', undefined],
    ['no object', 'whatsapp', 'broken'],
    ['no code', 'whatsapp', {}],
    ['a request that is not understood', 'whatsapp', { code: 'bad_request' }],
    ['a code nobody knows', 'whatsapp', { code: 'a_new_code' }],
    ['an unclear error without more', 'whatsapp', { code: 'uncategorized_error' }],
    [
      'WhatsApp, a file it cannot fetch',
      'whatsapp',
      unclear({ errors: [{ code: 131053, title: 'Media upload error' }] }),
    ],
    ['WhatsApp, an unsupported kind', 'whatsapp', unclear({ errors: [{ code: 131051 }] })],
    ['Messenger, a file', 'messenger', unclear({ error: { code: 100, error_subcode: 2018047 } })],
    ["another channel's code", 'messenger', unclear({ errors: [{ code: 470 }] })],
    ['Telegram, a file', 'telegram', unclear({ error_code: 400, description: 'Bad Request: wrong file identifier' })],
    ['the form on Twilio', 'twilio', { code: 'uncategorized_error', message: 'form messages are not supported' }],
  ])('%s', (_case, channel, error) => {
    expect(deliveryFailure(error, channel)).toMatchObject({ about: 'content' });
  });
});

test("the channel's own codes are named, and are no place for a novel", () => {
  expect(deliveryFailure(unclear({ errors: [{ code: 470 }] }), 'whatsapp').code).toBe('uncategorized_error (470)');
  expect(deliveryFailure({ code: 'x'.repeat(10_000) }, 'whatsapp').code.length).toBe(100);
});

test('an error without end is not read to its end', () => {
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, {}]));
  let deep: unknown = { code: 470 };
  for (let depth = 0; depth < 50; depth += 1) deep = { deep };
  expect(deliveryFailure(unclear(wide), 'whatsapp').about).toBe('content');
  expect(deliveryFailure(unclear(deep), 'whatsapp').about).toBe('content');
});

test.each([
  { state: 'channel' },
  { state: 'user' },
  { state: 'failure', about: 'content', code: 'bad_request' },
  { state: 'failure', about: 'person', code: 'forbidden' },
] as const)('%j is read from the store as it was written', (delivery) => {
  expect(textToDelivery(deliveryToText(delivery))).toEqual(delivery);
});
