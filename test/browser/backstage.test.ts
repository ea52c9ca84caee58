import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { phoneOf } from './support/phone.ts';
import { usePage } from './support/use-page.ts';

const used = usePage();

test('a content is edited, and the next answer is the new one', async () => {
  used.addPhone('messenger', 'Ana');
  const page = await used.open({ at: '/backstage' });
  const ana = phoneOf(page, 'Ana');
  await ana.say('what are your opening hours?');
  await ana.hear('We are open Monday to Friday');
  await page.getByRole('searchbox', { name: 'Search the knowledge' }).fill('opening hours');
  const contents = page.getByRole('navigation', { name: 'Contents' });
  await contents.getByRole('button', { name: /^Opening hours/ }).click();
  await page.getByRole('textbox', { name: 'Answer (HTML)' }).fill('<p>Always, <b>even at night</b>.</p>');
  await page.getByText('Not saved yet').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'hidden' });
  await ana.say('what are your opening hours?');
  await ana.hear('Always, even at night.');
});

test('the content of an address stands in the middle of the list, and one that is seen already does not move', async () => {
  const page = await used.open({ at: '/backstage?content=Opening+hours' });
  const list = page.getByRole('navigation', { name: 'Contents' }).getByRole('list');
  const opened = list.getByRole('button', { name: /^Opening hours/ });
  const middleOf = async (place: Locator): Promise<number> => {
    const { y, height } = (await place.boundingBox())!;
    return y + height / 2;
  };
  await expect.poll(async () => Math.abs((await middleOf(opened)) - (await middleOf(list)))).toBeLessThan(2);
  const before = await middleOf(opened);
  await list.getByRole('button', { name: /^Delivery times/ }).click();
  await page.getByRole('heading', { name: 'Delivery times' }).waitFor();
  expect(await middleOf(opened)).toBe(before);
  // The room itself stays where it is.
  const room = page.getByRole('region', { name: 'Backstage', exact: true });
  expect(await room.evaluate((element) => (element as unknown as { scrollTop: number }).scrollTop)).toBe(0);
});

test('a content is added with a flag, answers at once, and is deleted again', async () => {
  used.addPhone('messenger', 'Ben');
  const page = await used.open({ at: '/backstage' });
  await page.getByRole('button', { name: 'Add a content' }).first().click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Rubber duck');
  await page.getByRole('textbox', { name: 'Answer (HTML)' }).fill('Quack!');
  await page.getByText('Flags', { exact: true }).click();
  await page.getByRole('switch', { name: /^Can be rated/ }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'Rubber duck' }).waitFor();
  const ben = phoneOf(page, 'Ben');
  await ben.say('rubber duck');
  await ben.hear('Quack!');
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'Rubber duck' }).waitFor({ state: 'hidden' });
  await ben.say('rubber duck');
  await ben.hear('Sorry, I could not find anything');
  expect(await ben.messages.getByText('Was this answer helpful?').count()).toBe(0);
});

test('a sentence of the connector is changed in Extra info: it counts when it is posted and read', async () => {
  used.addPhone('messenger', 'Carmen');
  const page = await used.open({ at: '/backstage?section=extra-info' });
  const carmen = phoneOf(page, 'Carmen');
  const field = page.getByRole('textbox', { name: 'rate_content_intro in en' });
  await field.fill('Did that help?');
  await field.press('Enter');
  await page.getByText('Changed and not posted yet: translations').waitFor();
  await carmen.say('what are your delivery times?');
  await carmen.hear('Was this answer helpful?');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await page.getByRole('button', { name: 'Read it now' }).click();
  await page.getByText('The connector has read it').waitFor();
  await carmen.say('what are your delivery times?');
  await carmen.hear('Did that help?');
});

test('the connector’s settings are applied by a restart; those it refuses change nothing', async () => {
  used.addPhone('messenger', 'David');
  const page = await used.open({ at: '/backstage?section=escalation' });
  const david = phoneOf(page, 'David');
  await page.getByRole('spinbutton', { name: 'Misses in a row' }).fill('1');
  await page.getByRole('button', { name: 'Apply and restart' }).click();
  await page.getByText('The connector was restarted and runs with these settings.').waitFor();
  await david.say('flumsel brabbel');
  await david.hear('Do you want to start a chat with a human agent?');

  await page.getByRole('spinbutton', { name: 'Misses in a row' }).fill('-1');
  await page.getByRole('button', { name: 'Apply and restart' }).click();
  await page.getByText('The connector refused the last settings').waitFor();
  await page.getByText(/triesBeforeEscalation: must be/).waitFor();
  await page.getByRole('button', { name: 'Connector ready' }).waitFor();
  await david.press('No');
  await david.hear('What else can I do for you?');
});
