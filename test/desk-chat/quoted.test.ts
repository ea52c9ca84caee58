import { expect, test } from 'vitest';
import { startDeskStand } from '../support/desk-stand.ts';
import { messageBody, textMessage } from '../support/smooch-bodies.ts';
import { visitorOf } from './visitor.ts';

async function start() {
  const stand = await startDeskStand();
  const ana = visitorOf(stand, 'whatsapp');
  await ana.meetsCarla();
  /** Ana answers to a message. @returns what the agent reads of it */
  const answers = async (quotedMessage: unknown, more: Record<string, unknown> = {}, text = 'This one?') => {
    const before = ana.said().length;
    const body = messageBody(ana.user, textMessage(text, { quotedMessage, ...more }));
    expect(await ana.sees(() => stand.smooch.control.sendRaw(JSON.stringify(body)))).toEqual([]);
    return ana.said().slice(before);
  };
  return { stand, ana, answers };
}

const quote = (content: unknown) => ({ type: 'message', content });

test('what a message answers to goes before it', async () => {
  const { answers } = await start();
  expect(await answers(quote({ _id: 'm1', type: 'text', role: 'appMaker', text: 'Gravel, 28 inch, red' }))).toEqual([
    '> Gravel, 28 inch, red\nThis one?',
  ]);
});

test('as its first 200 visible characters, in one line', async () => {
  const { answers } = await start();
  expect(await answers(quote({ text: 'x'.repeat(5_000) }))).toEqual([`> ${'x'.repeat(200)}\nThis one?`]);
  expect(await answers(quote({ text: 'é👩‍👩‍👧'.repeat(300) }))).toEqual([`> ${'é👩‍👩‍👧'.repeat(100)}\nThis one?`]);
  expect(await answers(quote({ text: ' One\n\nTwo\r\n> Three ' }))).toEqual(['> One Two > Three\nThis one?']);
});

test.each([
  [
    'a picture by its name',
    { type: 'image', text: ' ', altText: 'bike.png', mediaUrl: 'https://x.example/1' },
    'bike.png',
  ],
  ['a picture by its address', { type: 'image', mediaUrl: 'https://x.example/1' }, 'https://x.example/1'],
  ['a form by its text', { type: 'form', textFallback: 'Your name?' }, 'Your name?'],
])('%s', async (_name, content, shown) => {
  const { answers } = await start();
  expect(await answers(quote(content))).toEqual([`> ${shown}\nThis one?`]);
});

test('before a caption, too', async () => {
  const { stand, answers } = await start();
  const mediaUrl = stand.smooch.control.addMedia('bike.png', new TextEncoder().encode('%PDF-1'));
  const more = { type: 'file', mediaUrl };
  expect(await answers(quote({ text: 'Which?' }), more)).toEqual(['> Which?\nThis one?', 'bike.png']);
  expect(await answers(quote({ text: 'Which?' }), more, ' ')).toEqual(['> Which?', 'bike.png']);
});

test.each([
  [{ type: 'externalMessageId', externalMessageId: 'wamid.X' }],
  [quote({ _id: 'm1', type: 'form' })],
  [quote(null)],
  [quote({ text: { no: 'text' } })],
  ['nonsense'],
  [7],
  [null],
])('where nothing of it can be told the message goes alone: %j', async (quotedMessage) => {
  const { answers } = await start();
  expect(await answers(quotedMessage)).toEqual(['This one?']);
});

test('the bot is asked without it', async () => {
  const stand = await startDeskStand();
  const ana = visitorOf(stand, 'whatsapp');
  const body = messageBody(ana.user, textMessage('hello', { quotedMessage: quote({ text: 'Which?' }) }));
  await ana.sees(() => stand.smooch.control.sendRaw(JSON.stringify(body)));
  const asked = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).at(-1)?.body;
  expect(asked).toEqual({ message: 'hello' });
});
