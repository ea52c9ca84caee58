import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { messageBody } from '../support/smooch-bodies.ts';
import type { WebhookStand } from '../support/webhook-stand.ts';
import { startEnvironmentStand } from './environment-stand.ts';

const dev = { headers: { host: 'dev.example.com' } };

/** The call that opened the bot's conversation for a first message. */
async function openingOf(stand: WebhookStand, delivery = {}) {
  const user = stand.user();
  const before = stand.chatbot.control.journal.listRaw({ endpoint: 'conversation' }).length;
  await stand.post(messageBody(user, 'hello'), delivery);
  await stand.waitForTexts(user, 1);
  const { headers, body } = stand.chatbot.control.journal.listRaw({ endpoint: 'conversation' })[before]!;
  return { headers, body: body as Record<string, unknown> };
}

describe('the layers of the configuration, as the bot sees them', () => {
  test('shipped: what the original had', async () => {
    const { headers, body } = await openingOf(await startEnvironmentStand());
    expect(body).toEqual({
      answers: { sideBubbleAttributes: [], answerAttributes: ['ANSWER_TEXT'], maxOptions: 3, maxRelatedContents: 2 },
      forms: { allowUserToAbandonForm: true, errorRetries: 2 },
      lang: 'en',
    });
    expect(headers).toMatchObject({
      'x-inbenta-user-type': '0',
      'x-inbenta-env': 'production',
      'x-inbenta-source': 'smooch',
    });
  });

  test('custom over shipped: maps are merged, lists replaced whole', async () => {
    const conversation = {
      default: { answers: { maxOptions: 7, answerAttributes: ['TITLE', 'SHORT'] }, lang: 'es' },
      user_type: 4,
    };
    const { headers, body } = await openingOf(await startEnvironmentStand({ conversation }));
    expect(body).toMatchObject({
      answers: { sideBubbleAttributes: [], answerAttributes: ['TITLE', 'SHORT'], maxOptions: 7, maxRelatedContents: 2 },
      forms: { allowUserToAbandonForm: true, errorRetries: 2 },
      lang: 'es',
    });
    expect(headers['x-inbenta-user-type']).toBe('4');
  });

  test('the environment over custom, and only there', async () => {
    const stand = await startEnvironmentStand({
      conversation: { default: { answers: { maxOptions: 7, answerAttributes: ['TITLE', 'SHORT'] } }, user_type: 4 },
      files: {
        'development/conversation.yaml': { default: { answers: { answerAttributes: ['LONG'] } }, source: 'test-bench' },
      },
    });
    const production = await openingOf(stand);
    const development = await openingOf(stand, dev);
    expect(production.body.answers).toMatchObject({ maxOptions: 7, answerAttributes: ['TITLE', 'SHORT'] });
    expect(development.body.answers).toMatchObject({ maxOptions: 7, answerAttributes: ['LONG'] });
    expect(production.headers).toMatchObject({ 'x-inbenta-user-type': '4', 'x-inbenta-source': 'smooch' });
    expect(development.headers).toMatchObject({ 'x-inbenta-user-type': '4', 'x-inbenta-source': 'test-bench' });
  });

  test('an empty string means not set; digits in quotes are numbers', async () => {
    const conversation = { default: { lang: '', answers: { maxOptions: '5' } }, source: '', user_type: '2' };
    const { headers, body } = await openingOf(await startEnvironmentStand({ conversation }));
    expect(body).toMatchObject({ lang: 'en', answers: { maxOptions: 5 } });
    expect(headers).toMatchObject({ 'x-inbenta-source': 'smooch', 'x-inbenta-user-type': '2' });
  });

  test('keys nobody knows below conversation.default are sent to the bot, with a warning', async () => {
    const stand = await startEnvironmentStand({ conversation: { default: { answers: { novelty: true } } } });
    expect((await openingOf(stand)).body.answers).toMatchObject({ novelty: true });
    expect(stand.logLines('novelty')).toEqual([expect.objectContaining({ level: 'warn' })]);
  });

  test('a value may be taken from an environment variable of the process', async () => {
    vi.stubEnv('TEST_OF_LAYERS_SOURCE', 'from-the-shell');
    onTestFinished(() => void vi.unstubAllEnvs());
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is how a file names an environment variable
    const stand = await startEnvironmentStand({ conversation: { source: '${TEST_OF_LAYERS_SOURCE}' } });
    expect((await openingOf(stand)).headers['x-inbenta-source']).toBe('from-the-shell');
  });
});
