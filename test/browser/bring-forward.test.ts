import { expect, test } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { expectFocusOn } from './support/has-focus.ts';
import { phoneOf } from './support/phone.ts';
import { NARROW, usePage } from './support/use-page.ts';

const used = usePage();

test('a chat or a conversation that is chosen brings its phone forward', async () => {
  const ana = used.addPhone('web', 'Ana');
  const ben = used.addPhone('web', 'Ben');
  for (const { userId } of [ana, ben]) await askForPerson(userId);
  const page = await used.open({ at: '/agent' });
  const chats = page.getByRole('region', { name: 'Chats' });
  for (const name of ['Ben', 'Ana']) {
    await chats.getByRole('button', { name: new RegExp(name) }).click();
    await page.getByRole('tab', { name, selected: true }).waitFor();
    await phoneOf(page, name).root.waitFor();
  }
  await page.getByRole('link', { name: 'Wire' }).click();
  await page.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: 'Ben (Web)' });
  await page.getByRole('tab', { name: 'Ben', selected: true }).waitFor();
});

test('a dialog begins in its first field; one without fields at what closes it', async () => {
  used.addPhone('web', 'Carmen');
  const page = await used.open();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add user' }).click();
  await expectFocusOn(dialog.getByRole('textbox', { name: 'Name' }));
  await page.keyboard.press('Escape');
  await expectFocusOn(page.getByRole('button', { name: 'Add user' }));
  const carmen = phoneOf(page, 'Carmen');
  await carmen.say('colours');
  await carmen.messages
    .getByRole('button', { name: /^Enlarge/ })
    .first()
    .click();
  await expectFocusOn(dialog.getByRole('button', { name: 'Close' }));
});

test('what the connector warns about is seen at its name', async () => {
  const page = await used.open();
  const status = page.getByRole('button', { name: /^Connector ready/ });
  await status.waitFor();
  await page.route('**/api/page/state', async (route) => {
    const response = await route.fetch();
    const state = await response.json();
    await route.fulfill({
      json: { ...state, connector: { ...state.connector, warnings: ['The disk is nearly full'] } },
    });
  });
  await page.reload();
  await page.getByRole('button', { name: 'Connector ready: Warning: The disk is nearly full (details)' }).click();
  await page.getByRole('region', { name: 'Warnings' }).getByText('The disk is nearly full').waitFor();
  expect(await status.locator('.tone-warn').count()).toBe(1);
  // In words beside the dot, also where there is little room.
  await page.setViewportSize(NARROW);
  await status.getByText('Warning: The disk is nearly full').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(NARROW.width);
  await page.getByRole('status').getByText('Connector ready: Warning: The disk is nearly full').waitFor();
});

async function askForPerson(userId: string): Promise<void> {
  const { smooch, desk } = used.stand;
  const before = desk.control.chats().length;
  const user = smooch.control.user(userId);
  user.say('I want to talk to a person');
  const asked = (await smooch.control.waitForMessages(userId, 2)).at(-1)!;
  user.click(asked._id, 'Yes');
  await waitUntil('the chat is open', () => desk.control.chats().length > before);
}
