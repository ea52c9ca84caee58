import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { phoneOf } from './support/phone.ts';
import { sendAsBusiness } from './support/send-as-business.ts';
import { NARROW, usePage, WIDE } from './support/use-page.ts';

const used = usePage();

/** What the tests look at of an element; they are compiled without the browser's types. */
interface Scrolled {
  scrollTop: number;
  scrollHeight: number;
  scrollWidth: number;
  clientHeight: number;
  clientWidth: number;
}

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])('200 messages: the newest is seen, and a reader further up is left alone, on a %s window', async (how, viewport) => {
  const { userId } = used.addPhone('messenger', `Ana ${how}`);
  const say = (text: string): Promise<void> => sendAsBusiness(used.stand, userId, { type: 'text', text });
  for (let number = 1; number <= 200; number++) await say(`Message ${number}. ${'and so on '.repeat(number % 9)}`);
  await say('Fahrradbeleuchtungsverordnung'.repeat(12));
  await say('The last one');

  const page = await used.open({ at: '/user', viewport });
  const { messages, root } = phoneOf(page, `Ana ${how}`);
  const scrolled = (): Promise<Scrolled> => look(messages);
  await expect.poll(() => isInView(messages.getByText('The last one'), messages)).toBe(true);
  expect(await messages.getByText(/^Message \d+\./).count()).toBe(200);
  for (const place of [messages, page.locator('html')]) {
    const { scrollWidth, clientWidth } = await look(place);
    expect(scrollWidth).toBe(clientWidth);
  }
  const pill = root.getByRole('button', { name: /new messages?$/ });
  expect(await pill.count()).toBe(0);

  // Up with the wheel, as a reader does.
  const end = (await scrolled()).scrollTop;
  await messages.hover();
  await page.mouse.wheel(0, -3000);
  await expect.poll(async () => (await scrolled()).scrollTop).toBe(end - 3000);
  await say('Something new');
  await pill.and(page.getByText('1 new message', { exact: true })).waitFor();
  await say('And one more');
  await pill.and(page.getByText('2 new messages', { exact: true })).waitFor();
  expect((await scrolled()).scrollTop).toBe(end - 3000);
  expect(await isInView(messages.getByText('And one more'), messages)).toBe(false);

  await pill.click();
  await expect.poll(() => isInView(messages.getByText('And one more'), messages)).toBe(true);
  await pill.waitFor({ state: 'hidden' });
  await say('The reader is at the end again');
  await expect.poll(() => isInView(messages.getByText('The reader is at the end again'), messages)).toBe(true);
  expect(await pill.count()).toBe(0);
});

function look(place: Locator): Promise<Scrolled> {
  return place.evaluate((element) => {
    const { scrollTop, scrollHeight, scrollWidth, clientHeight, clientWidth } = element as unknown as Scrolled;
    return { scrollTop, scrollHeight, scrollWidth, clientHeight, clientWidth };
  });
}

/** Whether all of it can be seen in what scrolls. */
async function isInView(message: Locator, list: Locator): Promise<boolean> {
  const [inner, outer] = [await message.boundingBox(), await list.boundingBox()];
  return !!inner && !!outer && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}
