import { expect, test } from 'vitest';
import { labelText } from '../../src/config/labels.ts';
import { foldText, plainText } from '../../src/core/fold-text.ts';
import { graphemes, isBlank } from '../../src/core/text.ts';
import { safeReason } from '../../src/net/safe-reason.ts';
import { channelLimits } from '../../src/smooch/channels.ts';
import { agentMessageToParts } from '../../src/translation/agent-to-user.ts';
import { breakShorthand } from '../../src/translation/break-shorthand.ts';
import { cutLabel, cutLabels } from '../../src/translation/cut-label.ts';
import { cutText } from '../../src/translation/cut-text.ts';
import { fitChannel } from '../../src/translation/fit-channel.ts';
import { htmlToLine, htmlToMessages } from '../../src/translation/html-to-messages.ts';
import { mailReply } from '../../src/translation/mail-reply.ts';
import { matchChoice } from '../../src/translation/match-choice.ts';
import { messageToPlainText } from '../../src/translation/message-to-plain-text.ts';
import { parsePayload } from '../../src/translation/parse-payload.ts';
import { splitForButtons, splitText } from '../../src/translation/split-text.ts';
import { userInputToWords } from '../../src/translation/user-to-bot.ts';
import { nastyTexts } from './nasty-texts.ts';

const messenger = channelLimits('messenger');
const whatsapp = channelLimits('whatsapp');
const options = { moreOptions: 'More:', refSeed: 'x' };

const entry = (label: string) => ({ label, shown: label, number: 1, payload: { message: 'x' }, message: 0 });
const choices = (text: string) => ({
  kind: 'choices' as const,
  question: 'options' as const,
  style: 'postback' as const,
  text,
  entries: [{ label: text, payload: { message: 'x' } }],
  links: [{ title: text, uri: 'https://x.example' }],
});

/** Everything pure that a text of a user, the bot, an agent or an editor goes through. */
const functions: Record<string, (text: string) => unknown> = {
  foldText,
  plainText,
  isBlank,
  graphemes,
  breakShorthand,
  mailReply,
  htmlToMessages,
  htmlToLine,
  agentMessageToParts,
  parsePayload,
  safeReason,
  messageToPlainText: (text) => messageToPlainText({ type: 'text', text }),
  userInputToWords: (text) => userInputToWords({ kind: 'text', text }),
  'a label with names': (text) => labelText({ en: { key: text } }, undefined, 'en', 'key', { a: 'b' }),
  'matchChoice against a short label': (text) => matchChoice(text, [entry('Yes')]),
  'matchChoice against a label as long': (text) => matchChoice(`${text}c`, [entry(text), entry('Yes')]),
  'cutText of a few': (text) => cutText(text, 256),
  'cutText of most': (text) => cutText(text, text.length - 1),
  cutLabel: (text) => cutLabel(text, 20),
  'cutLabel of most': (text) => cutLabel(text, text.length - 1),
  cutLabels: (text) =>
    cutLabels(
      Array.from({ length: 20 }, () => text),
      20,
    ),
  splitText: (text) => splitText(text, 1000),
  'splitText in bytes': (text) => splitText(text, 1000, 'bytes'),
  'splitText into many': (text) => splitText(text, 160),
  splitForButtons: (text) => splitForButtons(text, messenger),
  'fitChannel with buttons': (text) => fitChannel([choices(text)], messenger, options),
  'fitChannel with numbers': (text) => fitChannel([choices(text)], whatsapp, options),
};

const LENGTH = 65_000;

/** Of the processor, not of the clock: the machine may be busy. What is linear takes tens of milliseconds here. */
const MOST_MS = 1_500;

/** Milliseconds of work. */
function cost(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

test.each(Object.entries(functions))(
  '%s takes for each of the nasty texts what it takes for others',
  (_name, read) => {
    const slow = nastyTexts(LENGTH).flatMap(([name, text]) => {
      const ms = cost(() => read(text));
      return ms > MOST_MS ? [`${name}: ${ms} ms`] : [];
    });
    expect(slow).toEqual([]);
  },
  180_000,
);

test('thousands of labels that look alike take no longer than each of them', () => {
  const labels = Array.from({ length: 10_000 }, (_, index) => `Bicycles for people ${index % 2500}`);
  let shown: string[] = [];
  expect(cost(() => (shown = cutLabels(labels, 20)))).toBeLessThan(MOST_MS * 2);
  expect(new Set(shown).size).toBe(10_000);
});
