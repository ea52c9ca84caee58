import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../sandbox/smooch/v1/wire.ts';
import type { Person } from './person.ts';
import { type Conversations, useConversation } from './use-conversation.ts';

const ERROR = 'Sorry, something went wrong. Please try again in a moment.';
/** Contents that have nothing to show, on purpose. */
const SILENT = ['Nothing to say', 'Only blanks'];
const options = {
  conversation: {
    default: { answers: { maxOptions: 12, sideBubbleAttributes: ['SIDEBUBBLE_TEXT', 'SIDE_NOTE'] } },
  },
};

/** The way to an answer from the menu, choice by choice, and what was shown at its end. */
type Walk = Map<string, WireMessage[]>;

/** Follows every choice that is offered, each at once after the question that offers it. */
async function walk(shop: Conversations, channel: string): Promise<Walk> {
  const walked: Walk = new Map();
  const known = new Set<string>();
  const waiting: string[][] = [[]];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const ana = shop.person(channel);
    await ana.says('menu');
    for (const label of path) await pick(ana, label);
    walked.set(path.join(' > '), ana.messages);
    const said = toPlain(ana.messages);
    for (const label of choicesOf(ana.messages)) {
      // The same answer may be reached in several ways; what follows it is looked at once.
      const step = `${said} > ${label}`;
      if (!known.has(step)) waiting.push([...path, label]);
      known.add(step);
    }
  }
  return walked;
}

/** Presses the button or, where there is none, types its number. */
async function pick(person: Person, label: string): Promise<void> {
  const lines = (person.messages.findLast(({ text }) => text?.includes(`) ${label}`))?.text ?? '').split('\n');
  const number = lines.find((line) => line.replace(/^\d+\) /, '') === label)?.split(')')[0];
  await (number === undefined ? person.presses(label) : person.says(number));
}

/** What can be chosen, by its full labels. */
function choicesOf(messages: WireMessage[]): string[] {
  return messages.flatMap(({ text = '', actions = [] }) => [
    ...actions.filter(({ type }) => type === 'postback').map(({ metadata }) => String(metadata?.label)),
    ...[...text.matchAll(/^\d+\) (.*)$/gm)].map(([, label]) => label ?? ''),
  ]);
}

/** The same words on every channel, however they are cut into messages and buttons. */
function toPlain(messages: WireMessage[]): string {
  const words = messages.flatMap(({ type, text = '', mediaUrl = '', actions = [] }) => [
    type === 'text' ? text.replace(/^\d+\) /gm, '').replace(/^More options:$/, '') : mediaUrl,
    ...actions.map(({ type: kind, metadata, uri }) => `${metadata?.label}${kind === 'webview' ? `: ${uri}` : ''}`),
  ]);
  // Where a text is cut, white space at the cut is lost or added.
  return words.join('').replace(/\s+/g, '');
}

describe('everything that can be reached from the menu of the sandbox', () => {
  const shop = useConversation(options);
  const walks: Record<string, Walk> = {};

  test.each(['messenger', 'line', 'twilio'])('is shown on %s as it is meant', { timeout: 90_000 }, async (channel) => {
    const walked = await walk(shop, channel);
    walks[channel] = walked;
    const failed = [...walked].filter(([, messages]) => messages.some(({ text }) => text === ERROR));
    expect(failed.map(([path]) => path.split(' > ').at(-1)).sort()).toEqual(SILENT);
    expect([...walked].filter(([, messages]) => messages.length === 0).map(([path]) => path)).toEqual([]);
    const picked = new Set([...walked.keys()].flatMap((path) => path.split(' > ')));
    const offered = shop.stand.chatbot.control
      .knowledge()
      .contents.flatMap(({ options: asked }) => asked?.choices ?? []);
    const labels = offered.map((choice) => (typeof choice === 'string' ? choice : choice.label));
    expect(labels.filter((label) => !picked.has(label))).toEqual([]);
    shop.logged('warn');
  });

  test('says the same with buttons and without', () => {
    const { messenger = new Map(), twilio = new Map() } = walks;
    expect([...twilio.keys()].sort()).toEqual([...messenger.keys()].sort());
    const differs = ([path, messages]: [string, WireMessage[]]) =>
      toPlain(messages) !== toPlain(twilio.get(path) ?? []);
    expect([...messenger].filter(differs).map(([path]) => path)).toEqual([]);
  });
});
