import type { Locator } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { NARROW, usePage, WIDE } from './support/use-page.ts';

const used = usePage();
const LONG = 'Maximiliane Friederike von und zu Hohenstein-Wackernagel III';

afterEach(() => {
  const { control } = used.stand.desk;
  for (const { id } of control.chats().filter(({ status }) => status !== 'closed')) control.closeChat(id, 'system');
});

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])('an agent with a long name joins and answers without anything running out of a %s window', async (how, viewport) => {
  const { smooch, desk } = used.stand;
  const { userId } = used.addPhone('web', `Ana ${how}`);
  const user = smooch.control.user(userId);
  user.say('I want to talk to a person');
  user.click((await smooch.control.waitForMessages(userId, 2)).at(-1)!._id, 'Yes');
  await waitUntil('an invitation', () => desk.control.invitations().some(({ state }) => state === 'pending'));
  const { chatId, agentId } = await desk.control.waitForInvitation();
  const late = desk.control.addAgent({ id: `u_${how}`, name: LONG, rooms: [1], capacity: 5, online: true });
  const page = await used.open({ at: `/agent?chat=${chatId}`, viewport });
  const buttons = ['Accept', 'Decline'].map((name) => page.getByRole('button', { name }).first());
  const [accept, decline] = await Promise.all(buttons.map((button) => button.boundingBox()));
  expect(accept!.y).toBe(decline!.y);
  desk.control.agent(agentId).accept(chatId);
  desk.control.agent(agentId).leave(chatId);
  const join = page.getByRole('button', { name: `Join as ${LONG}` });
  await join.waitFor();
  expect(await overflowOf(join, page.getByRole('region', { name: 'Agent', exact: true }))).toBe(0);
  await join.click();
  await page.getByRole('textbox', { name: `Answer as ${LONG}` }).waitFor();
  late.logout();
});

test('a search without a result says so under the search', async () => {
  const page = await used.open({ at: '/backstage' });
  const search = page.getByRole('searchbox', { name: 'Search the knowledge' });
  await search.fill('zzzz');
  const [field, told] = [await search.boundingBox(), await page.getByText(/^Nothing contains “zzzz”/).boundingBox()];
  expect(told!.y - field!.y - field!.height).toBeLessThan(40);
});

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])('a field that gets the focus lies above the bar that saves, on a %s window', async (_how, viewport) => {
  const page = await used.open({ at: '/backstage?content=Opening+hours', viewport });
  await page.getByRole('textbox', { name: 'Other ways to ask for it' }).fill('are you open');
  const bar = page.getByRole('status').filter({ hasText: 'Not saved yet' });
  const body = page.locator('.editor-body');
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if (!(await body.locator(':focus').count()) || (await bar.locator(':focus').count())) break;
    const [field, above] = [await focused.boundingBox(), await bar.boundingBox()];
    expect(field!.y + Math.min(field!.height, 40)).toBeLessThanOrEqual(above!.y);
  }
});

/** How many pixels it reaches beyond the right edge of what it stands in. */
async function overflowOf(inner: Locator, outer: Locator): Promise<number> {
  const [box, around] = [await inner.boundingBox(), await outer.boundingBox()];
  return Math.max(0, box!.x + box!.width - around!.x - around!.width);
}
