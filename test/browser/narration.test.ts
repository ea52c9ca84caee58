import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { NARROW, usePage, WIDE } from './support/use-page.ts';

const used = usePage();

const TITLE = 'A chat with an agent';
const PLAY = /^Play( again)? A chat with an agent$/;
const FIRST = 'The user asks the bot for a person.';

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])('what a scenario tells is in view in every room while it plays, on a %s window', async (_how, viewport) => {
  const page = await used.open({ at: '/scenarios', viewport });
  const release = holdBot();
  await page.getByRole('button', { name: PLAY }).click();
  const strip = page.getByRole('region', { name: 'Scenario', exact: true });
  const told = strip.getByRole('status').getByText(FIRST);
  await told.waitFor();
  // In the list as well, where this one stands far down.
  const line = page.getByRole('article', { name: TITLE }).getByText(FIRST);
  await expect.poll(() => isInView(line)).toBe(true);
  for (const room of ['user', 'agent', 'backstage', 'wire', 'scenarios']) {
    await page.evaluate(`location.hash = '/${room}'`);
    await page.locator(`.app-room-${room}`).waitFor();
    expect(await isInView(told), room).toBe(true);
    expect(await widthBeyond(page), room).toBe(0);
  }
  await strip.getByRole('button', { name: 'Stop the scenario' }).click();
  await strip.getByRole('status').getByText('stopped').waitFor();
  release();
  await strip.getByRole('button', { name: 'Close the narration' }).click();
  await told.waitFor({ state: 'hidden' });
});

test('a window that is opened later tells what plays, and nothing of what is over', async () => {
  const release = holdBot();
  const page = await used.open({ at: '/scenarios' });
  await page.getByRole('button', { name: PLAY }).click();
  await page.getByRole('button', { name: 'Stop the scenario' }).waitFor();
  const other = await used.open({ at: '/wire' });
  await other.getByRole('button', { name: 'Stop the scenario' }).click();
  await page.getByRole('button', { name: 'Close the narration' }).waitFor();
  release();
  const late = await used.open({ at: '/scenarios' });
  await late.getByRole('article', { name: TITLE }).getByText('stopped').waitFor();
  expect(await late.getByRole('button', { name: 'Close the narration' }).count()).toBe(0);
});

/** The bot keeps its answers back, so a scenario goes on until it is stopped. Returns how to let them go. */
function holdBot(): () => void {
  const { faults } = used.stand.chatbot.control;
  const id = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
  return () => void faults.release(id);
}

/** How many pixels the page is wider than its window. */
function widthBeyond(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Whether all of it is on the screen and nothing lies over it. */
function isInView(what: Locator): Promise<boolean> {
  return what.evaluate((element) => {
    const { left, top, bottom } = element.getBoundingClientRect();
    const at = (y: number) => element.ownerDocument.elementFromPoint(left + 4, y);
    return [top + 4, bottom - 4].every((y) => {
      const found = at(y);
      return found !== null && (element.contains(found) || found.contains(element));
    });
  });
}
