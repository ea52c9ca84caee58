import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectLoaded } from './support/expect-loaded.ts';
import { phoneOf } from './support/phone.ts';
import { usePage } from './support/use-page.ts';

const used = usePage();

/** What the connector says before it hands over. */
const ASKED = 'Do you want to start a chat with a human agent?';

const pictureOf = (name: string): string =>
  fileURLToPath(new URL(`../../sandbox/knowledge/media/${name}`, import.meta.url));

test('from the bot to an agent and back: both send pictures, the agent closes, the bot answers again', async () => {
  used.addPhone('messenger', 'Ana');
  const page = await used.open({ at: '/agent' });
  const desk = page.getByRole('region', { name: 'Agent', exact: true });
  const ana = phoneOf(page, 'Ana');

  await ana.say('I want to talk to a person');
  await ana.answer(ASKED, 'Yes');
  await desk.getByRole('region', { name: 'Invitations' }).getByRole('button', { name: 'Accept' }).click();
  await ana.hear('has joined the conversation');

  // What was said before came along.
  const chat = desk.getByRole('log', { name: 'Messages of the chat' });
  await chat.getByText(/^Before the chat/).click();
  await chat.getByText('I want to talk to a person').waitFor();

  const answer = desk.getByRole('textbox', { name: 'Answer as' });
  await answer.fill('Hello! What can I do for you?');
  await answer.press('Enter');
  await ana.hear('Hello! What can I do for you?');
  await ana.say('My chain is broken');
  await chat.getByText('My chain is broken').waitFor();

  await ana.root.getByRole('button', { name: 'Attach' }).click();
  await choose(page, ana.root.getByRole('button', { name: 'Picture', exact: true }), 'bike-red.png');
  await ana.root.getByRole('button', { name: 'Send', exact: true }).click();
  await expectLoaded(chat.getByRole('img', { name: 'bike-red.png' }));
  await choose(page, desk.getByRole('button', { name: 'Send a picture or a file' }), 'workshop.png');
  await expectLoaded(ana.messages.getByRole('img').last());
  await expect.poll(() => ana.messages.getByRole('img').count()).toBe(2);

  await desk.getByRole('button', { name: 'Close chat' }).click();
  await ana.hear('Chat closed');
  await chat.getByText(/^Closed by/).waitFor();
  await ana.say('what are your opening hours?');
  await ana.hear('We are open Monday to Friday');
  expect(await chat.getByText('what are your opening hours?').count()).toBe(0);
});

test('what an agent formats arrives as the channel can show it', async () => {
  used.addPhone('whatsapp', 'Ben');
  const page = await used.open({ at: '/agent' });
  const ben = phoneOf(page, 'Ben');
  await ben.say('I want to talk to a person');
  await ben.hear(ASKED);
  await ben.say('1');
  await page.getByRole('region', { name: 'Invitations' }).getByRole('button', { name: 'Accept' }).click();
  await ben.hear('has joined the conversation');
  const answer = page.getByRole('textbox', { name: 'Answer as' });
  await answer.focus();
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type('Tomorrow');
  await page.keyboard.press('Enter');
  await page.getByRole('log', { name: 'Messages of the chat' }).locator('b, strong').getByText('Tomorrow').waitFor();
  await ben.hear('Tomorrow');
});

test('bold and italic show whether they are on, and a link takes only those that are', async () => {
  used.addPhone('web', 'Elena');
  const page = await used.open({ at: '/agent' });
  const elena = phoneOf(page, 'Elena');
  await elena.say('I want to talk to a person');
  await elena.answer(ASKED, 'Yes');
  await page.getByRole('region', { name: 'Invitations' }).getByRole('button', { name: 'Accept' }).click();
  const answer = page.getByRole('textbox', { name: 'Answer as' });
  const [bold, italic] = ['Bold', 'Italic'].map((name) => page.getByRole('button', { name, exact: true }));
  const areOn = () => Promise.all([bold, italic].map((button) => button!.getAttribute('aria-pressed')));
  await answer.focus();
  await italic!.click();
  await expect.poll(areOn).toEqual(['false', 'true']);
  await page.keyboard.type('Slanted');
  await italic!.click();
  await expect.poll(areOn).toEqual(['false', 'false']);
  await insertLink(page, 'https://harbour-cycles.example/', 'upright');
  await page.keyboard.type('and on');
  await page.keyboard.press('Control+b');
  await expect.poll(areOn).toEqual(['true', 'false']);
  await insertLink(page, 'https://harbour-cycles.example/bold', 'strong');
  await page.keyboard.type('still strong');
  expect(await answer.locator('i, em').allInnerTexts()).toEqual(['Slanted']);
  expect((await answer.locator('b, strong').allInnerTexts()).join(' ').split(/\s+/)).toEqual(['still', 'strong']);
  await page.keyboard.press('Enter');
  await elena.hear('still strong');
  await expect.poll(areOn).toEqual(['false', 'false']);
});

test('the desk shows the bot’s pictures, and what a user wrote as they wrote it', async () => {
  used.addPhone('web', 'David');
  const page = await used.open({ at: '/agent' });
  const david = phoneOf(page, 'David');
  await david.say('colours');
  await expectLoaded(david.messages.getByRole('img').first());
  await david.say('I want to talk to a person');
  await david.answer(ASKED, 'Yes');
  await page.getByRole('region', { name: 'Invitations' }).getByRole('button', { name: 'Accept' }).click();
  const chat = page.getByRole('log', { name: 'Messages of the chat' });
  await chat.getByText(/^Before the chat/).click();
  await expectLoaded(chat.getByRole('img').first());
  const text = 'Is 3 < 4, and is <b>this</b> &amp; that bold?';
  await david.say(text);
  await chat.getByText(text).waitFor();
  await page.getByRole('region', { name: 'Chats' }).getByText(text).waitFor();
});

test('nobody is online: the user is told, and the desk says why', async () => {
  used.addPhone('web', 'Carmen');
  const page = await used.open({ at: '/agent' });
  const switches = page.getByRole('switch', { name: /is online$/ });
  for (const name of ['Carla Font is online', 'Marco is online']) {
    await switches.and(page.getByLabel(name)).click();
    await expect.poll(() => page.getByRole('switch', { name, checked: false }).count()).toBe(1);
  }
  const carmen = phoneOf(page, 'Carmen');
  await carmen.say('I want to talk to a person');
  await carmen.hear('No agents available');
  for (const name of ['Carla Font is online', 'Marco is online']) await page.getByLabel(name).click();
  await expect.poll(() => page.getByRole('switch', { name: /is online$/, checked: true }).count()).toBe(2);
});

/** Presses what opens the browser's dialog for files, and picks a picture of the sandbox there. */
async function choose(page: Page, button: Locator, name: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(pictureOf(name));
}

async function insertLink(page: Page, url: string, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Link' });
  await dialog.getByRole('textbox', { name: 'Address' }).fill(url);
  await dialog.getByRole('textbox', { name: 'Text' }).fill(text);
  await dialog.getByRole('button', { name: 'Insert link' }).click();
  await dialog.waitFor({ state: 'hidden' });
}
