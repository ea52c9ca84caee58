import { describe, expect, test } from 'vitest';
import type { ConfFiles } from '../support/conf-folder.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import type { WebhookStand } from '../support/webhook-stand.ts';
import { startEnvironmentStand, twoKeyPairs } from './environment-stand.ts';

const dev = { headers: { host: 'dev.example.com' } };

/** What a user reads when the bot is too slow, the label `api_timeout`. */
async function apology(stand: WebhookStand, delivery = {}): Promise<string | undefined> {
  const user = stand.user();
  const body = { message: 'Endpoint request timed out' };
  stand.chatbot.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 504, body } });
  await stand.post(messageBody(user, 'hello'), delivery);
  return (await stand.waitForTexts(user, 1))[0];
}

interface Layers {
  lang?: string;
  files?: ConfFiles;
  translations?: Record<string, unknown>;
}

function startWithLabels({ lang = 'en', files, translations }: Layers): Promise<WebhookStand> {
  const { app_tokens } = twoKeyPairs.smooch;
  const extraInfo = { smooch: { app_tokens, ...(translations && { translations }) } };
  return startEnvironmentStand({ conversation: { default: { lang } }, files, chatbot: { extraInfo } });
}

const SHIPPED = 'Please, reformulate your question.';
const custom = { 'custom/lang/en.yaml': { api_timeout: 'of custom' } };
const development = { 'development/lang/en.yaml': { api_timeout: 'of development' } };

describe('the text of a label', () => {
  test('is the shipped one', async () => {
    expect(await apology(await startWithLabels({}))).toBe(SHIPPED);
  });

  test('is that of custom/lang over it', async () => {
    expect(await apology(await startWithLabels({ files: custom }))).toBe('of custom');
  });

  test('is that of the environment over it, and only there', async () => {
    const stand = await startWithLabels({ files: { ...custom, ...development } });
    expect(await apology(stand)).toBe('of custom');
    expect(await apology(stand, dev)).toBe('of development');
  });

  test('is that of ExtraInfo over all, in every environment', async () => {
    const translations = { en: [{ api_timeout: 'of ExtraInfo' }] };
    const stand = await startWithLabels({ files: { ...custom, ...development }, translations });
    expect(await apology(stand)).toBe('of ExtraInfo');
    expect(await apology(stand, dev)).toBe('of ExtraInfo');
  });

  test.each([
    ['another label', { en: [{ yes: 'Yep' }] }],
    ['another language', { es: [{ api_timeout: 'de ExtraInfo' }] }],
    ['an empty text', { en: [{ api_timeout: '' }] }],
    ['an empty list', { en: [] }],
    ['something that is no text', { en: [{ api_timeout: { text: 'x' } }] }],
  ])('stays where ExtraInfo has %s', async (_what, translations) => {
    expect(await apology(await startWithLabels({ files: custom, translations }))).toBe('of custom');
  });

  test('changes when ExtraInfo is published anew and was refreshed', async () => {
    const clock = createMovableClock();
    const stand = await startEnvironmentStand({ clock });
    expect(await apology(stand)).toBe(SHIPPED);
    stand.chatbot.control.setExtraInfo('smooch', 'translations', { en: [{ api_timeout: 'of ExtraInfo' }] });
    expect(await apology(stand)).toBe(SHIPPED);
    clock.advance(30 * 60_000);
    await expect.poll(() => apology(stand)).toBe('of ExtraInfo');
  });

  test('survives a restart while ExtraInfo cannot be read', async () => {
    const clock = createMovableClock();
    const { app_tokens } = twoKeyPairs.smooch;
    const translations = { en: [{ api_timeout: 'of ExtraInfo' }] };
    const stand = await startEnvironmentStand({
      clock,
      chatbot: { extraInfo: { smooch: { app_tokens, translations } } },
    });
    expect(await apology(stand)).toBe('of ExtraInfo');
    stand.chatbot.control.faults.add({ endpoint: 'data', effect: { kind: 'reset' }, times: 'always' });
    clock.advance(60 * 60_000);
    await stand.restart();
    expect(await apology(stand)).toBe('of ExtraInfo');
  });
});

describe('languages', () => {
  test('each has its own texts', async () => {
    const text = await apology(await startWithLabels({ lang: 'es' }));
    expect(text).not.toBe(SHIPPED);
    expect(text).toMatch(/\S/);
  });

  test('a layer may add one', async () => {
    const files = { 'custom/lang/ja.yaml': { api_timeout: 'of a Japanese file' } };
    expect(await apology(await startWithLabels({ lang: 'ja', files }))).toBe('of a Japanese file');
  });

  test('so may ExtraInfo', async () => {
    const translations = { th: [{ api_timeout: 'of ExtraInfo in Thai' }] };
    expect(await apology(await startWithLabels({ lang: 'th', translations }))).toBe('of ExtraInfo in Thai');
  });

  test('one without a file falls back to English, with a warning at start', async () => {
    const stand = await startWithLabels({ lang: 'th' });
    expect(await apology(stand)).toBe(SHIPPED);
    expect(stand.log.filter(({ level, msg }) => level === 'warn' && /\bth\b/.test(String(msg)))).toHaveLength(1);
  });
});
