import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectFocusOn, isFocusKept } from './support/has-focus.ts';
import { phoneOf } from './support/phone.ts';
import { NARROW, usePage } from './support/use-page.ts';

const used = usePage();

test('a first question, a button and a quick reply leave the keyboard in the phone', async () => {
  used.addPhone('messenger', 'Ana');
  const page = await used.open();
  const ana = phoneOf(page, 'Ana');
  const composer = ana.root.getByRole('textbox', { name: 'Message from Ana' });
  await pressKey(ana.root.getByRole('button', { name: 'What are your opening hours?' }), 'Enter');
  await ana.hear('Was this answer helpful?');
  await expectFocusOn(composer);
  await pressKey(ana.root.getByRole('button', { name: 'Yes', exact: true }), 'Space');
  await ana.hear('Thank you!');
  await expectFocusOn(composer);
  await ana.say('accessories');
  const button = ana.root.getByRole('button', { name: 'Panniers' });
  await pressKey(button, 'Enter');
  await ana.hear('waterproof to two metres');
  await expectFocusOn(button);
});

test('at the desk, capacity and presence can be changed again and again', async () => {
  const page = await used.open({ at: '/agent' });
  const marco = page.getByRole('listitem').filter({ has: page.getByRole('switch', { name: 'Marco is online' }) });
  const [more, less] = [
    marco.getByRole('button', { name: /one chat more$/ }),
    marco.getByRole('button', { name: /one chat fewer$/ }),
  ];
  for (const capacity of [11, 12]) {
    await pressKey(more, 'Enter');
    await marco.getByText(`of ${capacity} chats`).waitFor();
    await expectFocusOn(more);
  }
  for (const capacity of [11, 10]) {
    await pressKey(less, 'Space');
    await marco.getByText(`of ${capacity} chats`).waitFor();
    await expectFocusOn(less);
  }
  const online = marco.getByRole('switch');
  for (const checked of [false, true]) {
    await pressKey(online, 'Space');
    await page.getByRole('switch', { name: 'Marco is online', checked }).waitFor();
    await expectFocusOn(online);
  }
});

test('a scenario that is begun can be stopped with the same key, a turn replayed twice', async () => {
  const page = await used.open({ at: '/scenarios' });
  const scenario = page.getByRole('article', { name: 'The bot is down' });
  await pressKey(scenario.getByRole('button', { name: /^Play/ }), 'Enter');
  const stop = scenario.getByRole('button', { name: 'Stop' });
  await expectFocusOn(stop);
  await pressKey(stop, 'Enter');
  await scenario.getByText('stopped').waitFor();
  await expectFocusOn(scenario.getByRole('button', { name: /^Play again/ }));

  const { userId } = used.addPhone('messenger', 'Ben');
  const wire = await used.open({ at: `/wire?wireUser=${userId}&phone=${userId}` });
  await phoneOf(wire, 'Ben').say('Hello');
  const replay = wire.getByRole('button', { name: /^Replay/ }).last();
  await pressKey(replay, 'Enter');
  await wire.getByRole('article', { name: /Hello/ }).nth(1).waitFor();
  await expectFocusOn(replay);
});

test('a content that is saved leaves the keyboard in the editor', async () => {
  const page = await used.open({ at: '/backstage?content=Opening+hours' });
  await page.getByRole('textbox', { name: 'Other ways to ask for it' }).fill('are you open');
  await pressKey(page.getByRole('button', { name: 'Save', exact: true }), 'Enter');
  await page.getByText('Saved. The bot answers this way').waitFor();
  expect(await isFocusKept(page)).toBe(true);
  await page.keyboard.press('Shift+Tab');
  const editor = page.getByRole('tabpanel', { name: 'Knowledge' });
  expect(await editor.evaluate((panel) => panel.contains(panel.ownerDocument.activeElement))).toBe(true);
});

test('a phone that is closed hands over to the next one, or to what opens another', async () => {
  for (const name of ['Carmen', 'David', 'Elena']) used.addPhone('web', name);
  const narrow = await used.open({ at: '/user', viewport: NARROW });
  await narrow.getByRole('tab', { name: 'Elena' }).click();
  await pressKey(narrow.getByRole('button', { name: 'Close Elena' }), 'Enter');
  await expectFocusOn(narrow.getByRole('tab', { name: 'Carmen' }));
  const wide = await used.open({ at: '/user' });
  await pressKey(wide.getByRole('button', { name: 'Close David' }), 'Enter');
  await expectFocusOn(wide.getByRole('button', { name: 'Add user' }));
  await pressKey(wide.getByRole('button', { name: 'Close Carmen' }), 'Enter');
  await expectFocusOn(wide.getByRole('button', { name: /^Messenger/ }));
});

async function pressKey(control: Locator, key: string): Promise<void> {
  await control.focus();
  await control.press(key);
}
