import type { Dialog, Locator, Page } from 'playwright-core';
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
  await page.getByRole('heading', { name: 'Rubber duck', exact: true }).waitFor();
  const ben = phoneOf(page, 'Ben');
  await ben.say('rubber duck');
  await ben.hear('Quack!');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete “Rubber duck”?' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'Rubber duck', exact: true }).waitFor({ state: 'hidden' });
  await ben.say('rubber duck');
  await ben.hear('Sorry, I could not find anything');
  expect(await ben.messages.getByText('Was this answer helpful?').count()).toBe(0);
});

test('a new content that is not saved stands in the list, and a reload asks before it is lost', async () => {
  const page = await used.open({ at: '/backstage' });
  await page.getByRole('button', { name: 'Add a content' }).first().click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Half a thought');
  const contents = page.getByRole('navigation', { name: 'Contents' });
  await contents.getByRole('button', { name: /^Opening hours/ }).click();
  await page.getByRole('heading', { name: 'Opening hours' }).waitFor();
  await contents.getByRole('button', { name: /^Half a thought\s*not saved/ }).click();
  expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Half a thought');
  expect(await reloadAsks(page)).toBe(true);
  await page.getByText('Change what the bot says').waitFor();
  expect(await reloadAsks(page)).toBe(false);
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
  await page.getByText('The connector has read it. From now on it uses the new labels.').waitFor();
  await carmen.say('what are your delivery times?');
  await carmen.hear('Did that help?');
});

test('keys that are wrong are put back, and Extra Info can be read at any time', async () => {
  used.addPhone('messenger', 'Fatima');
  const page = await used.open({ at: '/backstage?section=extra-info' });
  const fatima = phoneOf(page, 'Fatima');
  // The connector has read Smooch's webhooks once: in vain it does that once a minute only.
  await fatima.say('where are you?');
  await fatima.hear('old ferry landing');
  const readNow = page.getByRole('button', { name: 'Read Extra Info now' });
  const secrets = ['production', 'preproduction', 'development'].map((environment) =>
    page.getByRole('textbox', { name: `Secret in ${environment}` }),
  );
  for (const secret of secrets) {
    await secret.fill('quite wrong');
    await secret.press('Tab');
  }
  await page.getByText('Changed and not posted yet: app_tokens').waitFor();
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await page.getByRole('button', { name: 'Later' }).click();
  await page.reload();
  await readNow.click();
  await page.getByText('The connector has read it.').waitFor();
  await fatima.say('what are your delivery times?');
  const isRefused = () => used.stand.smooch.control.journal.list().some(({ status }) => status === 401);
  await expect.poll(isRefused).toBe(true);

  await page.getByRole('button', { name: 'Put back the sandbox’s own keys' }).click();
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await page.getByRole('button', { name: 'Read it now' }).click();
  await page.getByText('From now on it signs in with these keys.').waitFor();
  expect(await page.getByText('new labels').count()).toBe(0);
  // What waits is tried again after a minute; somebody who asks now is answered now.
  const { control } = used.stand.smooch;
  const other = control.createUser({ platform: 'messenger' });
  other.say('what are your delivery times?');
  expect((await control.waitForMessages(other.id, 1))[0]?.text).toContain('three to five working days');
});

test('the connector’s settings are applied by a restart; those it refuses change nothing', async () => {
  used.addPhone('messenger', 'David');
  const page = await used.open({ at: '/backstage?section=settings' });
  const david = phoneOf(page, 'David');
  await page.getByRole('textbox', { name: 'Misses in a row' }).fill('1');
  await apply(page);
  await page.getByText('The connector was restarted and runs with these settings.').waitFor();
  await david.say('flumsel brabbel');
  await david.hear('Do you want to start a chat with a human agent?');

  await page.getByRole('textbox', { name: 'Monday' }).fill('all day');
  await apply(page);
  await page.getByText('The connector refused the last settings').waitFor();
  await page.getByText(/chat.timetable.monday.*: must be/).waitFor();
  await page.getByRole('button', { name: 'Connector ready' }).waitFor();
  await david.press('No');
  await david.hear('What else can I do for you?');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('The connector refused the last settings').waitFor({ state: 'hidden' });
  expect(await page.getByRole('textbox', { name: 'Monday' }).inputValue()).toBe('09:00-18:30');
});

test('what is no number is said at its field before anything is sent', async () => {
  const { pid } = used.stand.connector;
  const page = await used.open({ at: '/backstage?section=settings' });
  const misses = page.getByRole('textbox', { name: 'Misses in a row' });
  const before = await misses.inputValue();
  for (const wrong of ['', '-1', '1.5', 'two']) {
    await misses.fill(wrong);
    expect(await misses.inputValue()).toBe(wrong);
    await apply(page);
    await page.getByText('This must be a whole number, 0 or more.').waitFor();
    await page.getByText('Not applied: one of the numbers needs correcting first.').waitFor();
  }
  await misses.fill('2');
  await page.getByText('This must be a whole number').waitFor({ state: 'hidden' });
  await misses.fill(before);
  await page.getByRole('button', { name: 'Apply and restart' }).waitFor({ state: 'hidden' });
  expect(used.stand.connector.pid).toBe(pid);
});

test('outside the opening hours a user who wants a person is told so', async () => {
  used.addPhone('messenger', 'Elif');
  const page = await used.open({ at: '/backstage?section=escalation' });
  const elif = phoneOf(page, 'Elif');
  expect(await page.getByRole('tab', { name: 'Settings' }).getAttribute('aria-selected')).toBe('true');
  await page.getByRole('switch', { name: /^Agents only during these hours/ }).click();
  await page.getByRole('button', { name: 'Open day and night' }).click();
  await page.getByText('open now').waitFor();
  await page.getByRole('button', { name: 'Closed today' }).click();
  await page.getByText('closed now').waitFor();
  await apply(page);
  await page.getByText('The connector was restarted and runs with these settings.').waitFor();
  await elif.say('I want to talk to a person');
  await elif.hear('Our agents are not available at the moment.');
  await page.getByRole('switch', { name: /^Agents only during these hours/ }).click();
  await apply(page);
  await page.getByText('The connector was restarted and runs with these settings.').waitFor();
  await elif.say('I want to talk to a person');
  await elif.hear('Do you want to start a chat with a human agent?');
});

test('two windows change different settings, and neither takes back what the other did', async () => {
  const [one, two] = await Promise.all([
    used.open({ at: '/backstage?section=settings' }),
    used.open({ at: '/backstage?section=settings' }),
  ]);
  await one.getByRole('textbox', { name: 'Word to end a chat' }).fill('stop');
  // Another tab of Backstage is looked at in between.
  await one.getByRole('tab', { name: 'Ratings' }).click();
  await one.getByRole('tab', { name: 'Settings' }).click();
  await two.getByRole('textbox', { name: 'Bad ratings in a row' }).fill('4');
  await apply(two);
  await two.getByText('The connector was restarted and runs with these settings.').waitFor();
  await expect.poll(() => one.getByRole('textbox', { name: 'Bad ratings in a row' }).inputValue()).toBe('4');
  expect(await one.getByRole('textbox', { name: 'Word to end a chat' }).inputValue()).toBe('stop');
  expect(await reloadAsks(one, 'stay')).toBe(true);
  await apply(one);
  await one.getByText('The connector was restarted and runs with these settings.').waitFor();
  expect(await two.getByRole('textbox', { name: 'Bad ratings in a row' }).inputValue()).toBe('4');
  await expect.poll(() => two.getByRole('textbox', { name: 'Word to end a chat' }).inputValue()).toBe('stop');
  expect(await reloadAsks(one)).toBe(false);
});

async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Apply and restart' }).click();
}

/** Reloads, and tells whether the browser asked first. @param then what the person answers */
async function reloadAsks(page: Page, then: 'leave' | 'stay' = 'leave'): Promise<boolean> {
  let asked = false;
  const answer = async (dialog: Dialog): Promise<void> => {
    asked = dialog.type() === 'beforeunload';
    await (then === 'leave' ? dialog.accept() : dialog.dismiss());
  };
  page.on('dialog', answer);
  if (then === 'leave') await page.reload();
  else {
    await page.evaluate('setTimeout(() => location.reload(), 0)');
    await expect.poll(() => asked).toBe(true);
  }
  page.off('dialog', answer);
  return asked;
}
