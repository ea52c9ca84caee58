import { expect, test } from 'vitest';
import { expectLoaded } from './support/expect-loaded.ts';
import { phoneOf } from './support/phone.ts';
import { sendAsBusiness, typeAsBusiness } from './support/send-as-business.ts';
import { usePage } from './support/use-page.ts';

const used = usePage();

const long = [
  'Lights that last a whole week',
  'A lock harder than rock candy',
  'Panniers',
  'A bell that sounds like a harbour',
  'A child seat for the front',
];
const cutAt20 = [
  'Lights that last a w',
  'A lock harder than r',
  'Panniers',
  'A bell that sounds l',
  'A child seat for the',
];
const numbered = long.map((label, index) => `${index + 1}. ${label}`);

const times = Array.from({ length: 14 }, (_, hour) => `Between ${hour + 8} and ${hour + 9} o’clock`);
const timesCutAt20 = times.map((label) => label.slice(0, 20).trim());

/**
 * What a business may expect of each channel when it sends more than the channel takes: from Smooch's table of channel
 * capabilities, and where that says nothing the platforms' own limits. Instagram is not described there: taken for a
 * channel that can do little.
 */
const channels = [
  {
    id: 'messenger',
    name: 'Messenger',
    buttons: cutAt20.slice(0, 3),
    replies: timesCutAt20.slice(0, 11),
    cards: true,
    file: true,
  },
  { id: 'whatsapp', name: 'WhatsApp', lines: numbered, buttons: [], replies: [], cards: false, file: true },
  { id: 'telegram', name: 'Telegram', buttons: long, replies: times, cards: true, file: false },
  {
    id: 'line',
    name: 'LINE',
    buttons: cutAt20.slice(0, 4),
    replies: timesCutAt20.slice(0, 13),
    cards: true,
    file: false,
  },
  { id: 'viber', name: 'Viber', buttons: long, replies: times, cards: true, file: false },
  { id: 'twilio', name: 'SMS', lines: numbered, buttons: [], replies: [], cards: false, file: false },
  {
    id: 'instagram',
    name: 'Instagram',
    buttons: cutAt20.slice(0, 3),
    replies: timesCutAt20.slice(0, 13),
    cards: false,
    file: false,
  },
  { id: 'web', name: 'Web', buttons: long, replies: times, cards: true, file: true },
];

test.each(channels)(
  '$name draws what a business sends, cut to what it takes',
  async ({ id, name, lines = [], buttons, replies, cards, file }) => {
    const { userId } = used.addPhone(id, 'Ana');
    await send(userId, { type: 'carousel', items: [bike('Quay'), bike('Dune')] });
    await send(userId, { type: 'file', mediaUrl: media('bike-red.png'), altText: 'Price list' });
    await send(userId, { type: 'image', mediaUrl: media('bridge.png'), altText: 'The bridge' });
    const ana = phoneOf(await used.open(), 'Ana');

    // Cards, files and pictures.
    await expectLoaded(ana.messages.getByRole('img', { name: 'The bridge' }));
    expect(await ana.messages.getByRole('region', { name: 'Cards' }).count()).toBe(cards ? 1 : 0);
    expect(await ana.messages.getByText('1. Quay').count()).toBe(cards ? 0 : 1);
    expect(await ana.messages.getByRole('link', { name: 'Price list' }).count()).toBe(file ? 1 : 0);
    expect(await ana.messages.getByRole('link', { name: media('bike-red.png') }).count()).toBe(file ? 0 : 1);

    // Buttons under a text, and what the page says about those that the channel leaves out.
    await send(userId, { type: 'text', text: 'What are you looking for?', actions: long.map(toPostback) });
    await ana.hear('What are you looking for?');
    expect(await ana.buttons()).toEqual(buttons);
    for (const line of lines) await ana.hear(line);
    const hidden = lines.length > 0 ? [] : long.slice(buttons.length);
    const told = await ana.messages.getByText(`${name} does not show`).allInnerTexts();
    expect(told).toEqual(hidden.length === 0 ? [] : [`${name} does not show: ${hidden.join(', ')}`]);

    // Quick replies.
    await send(userId, { type: 'text', text: 'When shall we come?', actions: times.map(toReply) });
    await ana.hear('When shall we come?');
    expect(await ana.quickReplies()).toEqual(replies);
    if (lines.length > 0) await ana.hear(`14. ${times[13]}`);
  },
);

/** From Smooch's table, too: what it does not say of WhatsApp and Instagram they are taken not to have. */
test.each([
  { id: 'messenger', typing: true, ends: 'Read' },
  { id: 'whatsapp', typing: false, ends: 'On the device' },
  { id: 'telegram', typing: true, ends: 'Read' },
  { id: 'line', typing: false, ends: 'Accepted by the channel' },
  { id: 'viber', typing: false, ends: 'Read' },
  { id: 'twilio', typing: false, ends: 'On the device' },
  { id: 'instagram', typing: false, ends: 'On the device' },
  { id: 'web', typing: true, ends: 'Read' },
])('$id: typing dots $typing, and what is known of an answer ends with “$ends”', async ({ id, typing, ends }) => {
  const [{ userId }, other] = [used.addPhone(id, 'Ana'), used.addPhone('web', 'Ben')];
  for (const user of [userId, other.userId]) await send(user, { type: 'text', text: 'Good morning' });
  const page = await used.open({ at: '/user' });
  const [ana, ben] = [phoneOf(page, 'Ana'), phoneOf(page, 'Ben')];
  const markOf = ({ messages }: typeof ana) => messages.locator('.message-bots .mark').last().getAttribute('title');
  await expect.poll(() => markOf(ben)).toBe('Read');
  await expect.poll(() => markOf(ana)).toBe(ends);
  await typeAsBusiness(used.stand, userId);
  await typeAsBusiness(used.stand, other.userId);
  await ben.hear('is typing');
  expect(await ana.messages.getByText('is typing').count()).toBe(typing ? 1 : 0);
});

/** What the connector makes of a question with long labels, so that nobody misses one. */
const shortened = ['Lights that you…', 'A lock that is…', 'Panniers'];
const shortenedAt40 = [
  'Lights that you charge at home and that…',
  'A lock that is harder to open than ours…',
  'Panniers',
];
const written = [
  '1) Lights that you charge at home and that last for a week',
  '2) A lock that is harder to open than ours was',
  '3) Panniers',
];

test.each([
  { channel: 'Messenger', buttons: shortened },
  { channel: 'WhatsApp', lines: written, buttons: [] },
  { channel: 'Telegram', buttons: shortenedAt40 },
  { channel: 'LINE', buttons: shortened },
  { channel: 'Viber', buttons: shortened },
  { channel: 'SMS', lines: written, buttons: [] },
  { channel: 'Instagram', buttons: shortened },
  { channel: 'Web', buttons: shortenedAt40 },
])(
  'a user who moves to $channel reads the connector’s question as it fits there',
  async ({ channel, lines = [], buttons }) => {
    used.addPhone(channel === 'Web' ? 'messenger' : 'web', 'Elena');
    const page = await used.open();
    await page.getByRole('button', { name: 'Channel of Elena' }).click();
    await page.getByRole('button', { name: channel }).click();
    await page.getByRole('button', { name: `Channel of Elena: ${channel}` }).waitFor();
    const elena = phoneOf(page, 'Elena');
    await elena.say('accessories');
    await elena.hear('What are you looking for?');
    expect(await elena.buttons()).toEqual(buttons);
    for (const line of lines) await elena.hear(line);
    if (buttons.length === 0) await elena.say('2');
    else await elena.press(buttons[1]!);
    await elena.hear('The Anchor, €79.');
  },
);

/** With everything the channel cuts. */
const send = (userId: string, message: object): Promise<void> => sendAsBusiness(used.stand, userId, message);

function media(file: string): string {
  return `${new URL(used.stand.chatbot.url).origin}/media/${file}`;
}

function toPostback(text: string) {
  return { type: 'postback', text, payload: text };
}

function toReply(text: string) {
  return { type: 'reply', text, payload: text };
}

function bike(title: string) {
  return {
    title,
    description: 'A bike',
    actions: [{ type: 'link', text: 'Look', uri: 'https://harbour-cycles.example/' }],
  };
}
