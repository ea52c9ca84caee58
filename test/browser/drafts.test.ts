import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { expectFocusOn } from './support/has-focus.ts';
import { phoneOf } from './support/phone.ts';
import { NARROW, usePage } from './support/use-page.ts';

const used = usePage();

afterEach(() => {
  const { control } = used.stand.desk;
  for (const { id } of control.chats().filter(({ status }) => status !== 'closed')) control.closeChat(id, 'system');
});

test('what a user has begun to write waits while another phone or room is looked at', async () => {
  for (const name of ['Ana', 'Ben']) used.addPhone('messenger', name);
  const page = await used.open({ at: '/user', viewport: NARROW });
  const ana = composerOf(page, 'Ana');
  await ana.fill('I am looking for');
  await phoneOf(page, 'Ana').root.getByRole('button', { name: 'Attach' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    phoneOf(page, 'Ana').root.getByRole('button', { name: 'File', exact: true }).click(),
  ]);
  await chooser.setFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('A bell') });
  await page.getByRole('tab', { name: 'Ben' }).click();
  expect(await composerOf(page, 'Ben').inputValue()).toBe('');
  await page.getByRole('link', { name: 'Wire' }).click();
  await ana.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'User' }).click();
  await page.getByRole('tab', { name: 'Ana' }).click();
  expect(await ana.inputValue()).toBe('I am looking for');
  await page.getByRole('button', { name: 'Remove list.txt' }).click();
  await expectFocusOn(ana);
});

test('what an agent has begun to write waits while another chat or room is looked at', async () => {
  const [first, second] = [await openChat('Carmen'), await openChat('David')];
  const page = await used.open({ at: `/agent?chat=${first}` });
  const answer = page.getByRole('textbox', { name: /^Answer as/ });
  await answer.focus();
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type('Tomorrow');
  await page.evaluate(`location.hash = '/agent?chat=${second}'`);
  await page.getByRole('heading', { name: 'David', level: 2 }).waitFor();
  expect(await answer.innerText()).toBe('');
  await page.getByRole('link', { name: 'Wire' }).click();
  await page.evaluate(`location.hash = '/agent?chat=${first}'`);
  await page.getByRole('heading', { name: 'Carmen', level: 2 }).waitFor();
  await answer.locator('b, strong').getByText('Tomorrow').waitFor();
  await answer.press('Enter');
  await phoneOf(page, 'Carmen').hear('Tomorrow');
});

test('who has gone to another phone stays there when the message arrives', async () => {
  for (const name of ['Elena', 'Fatima']) used.addPhone('messenger', name);
  const page = await used.open({ at: '/user' });
  const release = await holdActions(page, 'done');
  await phoneOf(page, 'Elena').say('Hello');
  await composerOf(page, 'Fatima').focus();
  await release();
  await phoneOf(page, 'Elena').hear('I am the assistant of Harbour Cycles');
  await expectFocusOn(composerOf(page, 'Fatima'));
});

test('what could not be sent comes back before what was written meanwhile', async () => {
  used.addPhone('messenger', 'Greta');
  const page = await used.open({ at: '/user' });
  const release = await holdActions(page, 'failed');
  await phoneOf(page, 'Greta').say('Hello');
  await page.keyboard.type('Is anybody there?');
  await release();
  await page.getByText('The sandbox does not answer').waitFor();
  expect(await composerOf(page, 'Greta').inputValue()).toBe('Hello\nIs anybody there?');
});

function composerOf(page: Page, name: string): Locator {
  return phoneOf(page, name).root.getByRole('textbox', { name: `Message from ${name}` });
}

/** A chat with an agent in it. Resolves with its id. */
async function openChat(name: string): Promise<string> {
  const { smooch, desk } = used.stand;
  const { userId } = used.addPhone('web', name);
  const user = smooch.control.user(userId);
  user.say('I want to talk to a person');
  const asked = (await smooch.control.waitForMessages(userId, 2)).at(-1)!;
  user.click(asked._id, 'Yes');
  const { chatId, agentId } = await desk.control.waitForInvitation();
  desk.control.agent(agentId).accept(chatId);
  await waitUntil('the agent is in the chat', () =>
    desk.control.invitations().every(({ state }) => state !== 'pending'),
  );
  return chatId;
}

/** What users do waits on its way to the sandbox, until the returned function is called; then it arrives, or fails. */
async function holdActions(page: Page, end: 'done' | 'failed'): Promise<() => Promise<void>> {
  await page.evaluate(`(() => {
    const real = window.fetch;
    const held = new Promise((release) => { window.releaseActions = release; });
    window.fetch = async (path, init) => {
      if (!String(path).endsWith('/actions')) return real(path, init);
      await held;
      if (${end === 'failed'}) throw new TypeError('no connection');
      return real(path, init);
    };
  })()`);
  return () => page.evaluate('window.releaseActions()');
}
