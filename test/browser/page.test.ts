import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasFocus } from './support/has-focus.ts';
import { phoneOf } from './support/phone.ts';
import { NARROW, usePage } from './support/use-page.ts';

const used = usePage();

test('a reload keeps everything: the conversation, the chat with an agent, what is open, and the theme', async () => {
  used.addPhone('messenger', 'Ana');
  const page = await used.open({ at: '/agent' });
  const ana = phoneOf(page, 'Ana');
  await ana.say('I want to talk to a person');
  await ana.answer('Do you want to start a chat', 'Yes');
  await page.getByRole('button', { name: 'Accept' }).first().click();
  await ana.hear('has joined the conversation');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
  await ana.messages.locator('.message-bots').last().getByTitle('Read', { exact: true }).waitFor();
  const before = await ana.messages.innerText();

  await page.reload();
  await ana.hear('has joined the conversation');
  await expect.poll(() => ana.messages.innerText()).toBe(before);
  await page.getByRole('textbox', { name: /^Answer as/ }).waitFor();
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.getByRole('button', { name: 'Close chat' }).click();
  await ana.hear('Chat closed');
});

test('two windows stay in step', async () => {
  const { userId } = used.addPhone('messenger', 'Ben');
  const here = await used.open({ at: '/backstage' });
  const there = await used.open({ at: `/wire?phone=${userId}` });
  const [benHere, benThere] = [phoneOf(here, 'Ben'), phoneOf(there, 'Ben')];
  await benHere.say('what are your opening hours?');
  await benThere.hear('We are open Monday to Friday');
  await there.getByRole('article', { name: 'what are your opening hours?' }).waitFor();
  await benThere.answer('Was this answer helpful?', 'Yes');
  await benHere.hear('Thank you!');

  await there.getByRole('button', { name: 'Channel of Ben' }).click();
  await there.getByRole('button', { name: /^Viber/ }).click();
  await here.getByRole('button', { name: 'Channel of Ben: Viber' }).waitFor();
  await here.getByRole('button', { name: 'Add user' }).click();
  const dialog = here.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Kira');
  await dialog.getByRole('button', { name: /^WhatsApp/ }).click();
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await there.getByRole('tab', { name: 'Kira' }).click();
  await phoneOf(there, 'Kira').root.getByText('Kira has not written yet').waitFor();
});

test('with the keyboard alone: ask, rate, escalate, answer as the agent, close, look at the wire', async () => {
  used.addPhone('messenger', 'Carmen');
  const page = await used.open();
  const carmen = phoneOf(page, 'Carmen');
  const { keyboard } = page;
  await keyboard.press('Tab');
  await expectFocus(page, page.getByRole('button', { name: 'Skip to the content' }));
  await keyboard.press('Enter');
  await tabTo(page, carmen.root.getByRole('textbox', { name: 'Message from Carmen' }));
  await keyboard.type('what are your opening hours?');
  await keyboard.press('Enter');
  await carmen.hear('Was this answer helpful?');
  await tabTo(page, carmen.root.getByRole('button', { name: 'Yes', exact: true }), 'Shift+Tab');
  await keyboard.press('ArrowRight');
  await expectFocus(page, carmen.root.getByRole('button', { name: 'No', exact: true }));
  await keyboard.press('Enter');
  await carmen.hear('Please tell us why');
  await tabTo(page, carmen.root.getByRole('textbox', { name: 'Message from Carmen' }));
  await keyboard.type('Too short');
  await keyboard.press('Enter');
  await carmen.hear('Thank you!');
  await keyboard.type('I want to talk to a person');
  await keyboard.press('Enter');
  await carmen.hear('Do you want to start a chat');
  await tabTo(page, carmen.root.getByRole('button', { name: 'Yes', exact: true }), 'Shift+Tab');
  await keyboard.press('Enter');
  await carmen.hear('Please wait');

  await tabTo(page, page.getByRole('link', { name: 'Agent' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Accept' }).first());
  await keyboard.press('Enter');
  await carmen.hear('has joined the conversation');
  await tabTo(page, page.getByRole('textbox', { name: /^Answer as/ }));
  await keyboard.type('Here I am.');
  await keyboard.press('Enter');
  await carmen.hear('Here I am.');
  await tabTo(page, page.getByRole('button', { name: 'Close chat' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await carmen.hear('Chat closed');

  await tabTo(page, page.getByRole('link', { name: 'Wire' }), 'Shift+Tab');
  await keyboard.press('Enter');
  const call = page.getByRole('button', { name: /HyperChat to Connector: / }).first();
  await tabTo(page, call);
  await keyboard.press('Enter');
  await page.getByRole('region', { name: 'Request, body' }).waitFor();
});

describe('390 pixels wide', () => {
  test('one room at a time, and the whole way from a question to an agent', async () => {
    const { userId } = used.addPhone('whatsapp', 'David');
    const page = await used.open({ at: `/user?phone=${userId}`, viewport: NARROW, hasTouch: true });
    const rooms = page.getByRole('navigation', { name: 'Rooms' });
    const david = phoneOf(page, 'David');
    await david.say('I want to talk to a person');
    await david.hear('1) Yes');
    await david.say('1');
    await david.hear('Please wait');
    await rooms.getByRole('link', { name: 'Agent' }).tap();
    await david.root.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Accept' }).first().tap();
    const answer = page.getByRole('textbox', { name: /^Answer as/ });
    await answer.fill('Hello David!');
    await page.getByRole('button', { name: 'Send the answer' }).tap();
    await rooms.getByRole('link', { name: 'User' }).tap();
    await david.hear('Hello David!');
    await rooms.getByRole('link', { name: 'Agent' }).tap();
    await page.getByRole('button', { name: 'Close chat' }).tap();
    await rooms.getByRole('link', { name: 'User' }).tap();
    await david.hear('Chat closed');
  });
});

/** Presses Tab until something has the focus, as a person looks for it; every stop on the way has to be seen. */
async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < 120; presses++) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press(key);
    expect(await focusToText(page), 'what has the focus shows no outline').not.toContain('no outline');
  }
  throw new Error(`Tab did not lead to ${wanted}`);
}

async function expectFocus(page: Page, wanted: Locator): Promise<void> {
  expect(await hasFocus(wanted), `the focus is on ${await focusToText(page)}`).toBe(true);
}

/** What has the focus, and whether it shows. */
function focusToText(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const element = document.activeElement;
    if (element === document.body) return 'nothing';
    const visible = (one) => one && (getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow !== 'none');
    const shown = visible(element) || visible(element.nextElementSibling) || visible(element.parentElement);
    return (shown ? '' : 'no outline: ') + element.outerHTML.slice(0, 200);
  })()`);
}
