import { describe, expect, test } from 'vitest';
import { channelLimits } from '../../src/smooch/channels.ts';

describe('what a channel can show', () => {
  test('Messenger: 3 buttons, 11 quick replies, labels of 20, 640 with buttons', () => {
    expect(channelLimits('messenger')).toMatchObject({
      name: 'messenger',
      buttons: 'native',
      maxButtons: 3,
      maxReplies: 11,
      labelLength: 20,
      replyLabelLength: 20,
      textWithButtonsLength: 640,
    });
  });

  test.each(['twilio', 'messagebird', 'mailgun', 'whatsapp'])('%s has numbered text', (name) => {
    expect(channelLimits(name).buttons).toBe('text');
  });

  test('WhatsApp with buttons, where an operator wants them: 1024 characters with them', () => {
    const limits = channelLimits('whatsapp', { whatsapp: { buttons: 'native' } });
    expect(limits).toMatchObject({ buttons: 'native', maxButtons: 3, labelLength: 20, textWithButtonsLength: 1024 });
  });

  test.each(['kakao', 'constructor', '__proto__', '', ' ', undefined])(
    '%s, which we do not know: 3 buttons of 20',
    (name) => {
      expect(channelLimits(name)).toMatchObject({
        buttons: 'native',
        maxButtons: 3,
        labelLength: 20,
        textLength: 4096,
      });
    },
  );

  test('a channel nobody named is called unknown', () => {
    expect(channelLimits(undefined).name).toBe('unknown');
    expect(channelLimits(' Messenger ').name).toBe('messenger');
  });

  test.each([
    'web',
    'ios',
    'android',
    'messenger',
    'instagram',
    'telegram',
    'viber',
    'line',
    'wechat',
    'twitter',
    'twilio',
    'x',
  ])('%s takes no more than Smooch, and no more with buttons than without', (name) => {
    const limits = channelLimits(name);
    expect(limits.textLength).toBeLessThanOrEqual(4096);
    expect(limits.textWithButtonsLength).toBeLessThanOrEqual(limits.textLength);
    expect(limits.maxButtons).toBeGreaterThan(0);
  });
});

describe('an operator', () => {
  test('may change every number, for unknown channels too', () => {
    const channel = {
      buttons: 'text',
      max_buttons: 5,
      max_replies: 6,
      label_length: 25,
      text_length: 1000,
      text_with_buttons_length: 500,
    } as const;
    expect(channelLimits('kakao', { kakao: channel })).toEqual({
      name: 'kakao',
      buttons: 'text',
      maxButtons: 5,
      maxReplies: 6,
      labelLength: 25,
      replyLabelLength: 25,
      textLength: 1000,
      textWithButtonsLength: 500,
      unit: 'utf16',
    });
  });

  test('changes only the channel and the numbers he names', () => {
    const overrides = { messenger: { max_buttons: 2 } };
    expect(channelLimits('messenger', overrides)).toMatchObject({ maxButtons: 2, maxReplies: 11, labelLength: 20 });
    expect(channelLimits('web', overrides)).toEqual(channelLimits('web'));
  });

  test('cannot go over what Smooch takes, nor take more with buttons than without', () => {
    const limits = channelLimits('messenger', { messenger: { text_length: 5000, text_with_buttons_length: 4500 } });
    expect(limits).toMatchObject({ textLength: 4096, textWithButtonsLength: 4096 });
    expect(channelLimits('messenger', { messenger: { text_length: 300 } }).textWithButtonsLength).toBe(300);
  });
});
