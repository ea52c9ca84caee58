import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { phoneOf } from './support/phone.ts';
import { NARROW, usePage, WIDE } from './support/use-page.ts';

const used = usePage();
const NOTICE = /The bot no longer accepts old tokens/;

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])('a notice lies above the bar that posts, on a %s window', async (_how, viewport) => {
  used.stand.chatbot.control.extraInfoDrafts.set('smooch', 'translations', { en: [{ yes: 'Yes!' }] });
  const page = await used.open({ at: '/wire?faults=open', viewport });
  const bar = page.getByRole('status').filter({ hasText: 'Changed and not posted yet' });
  await expect.poll(() => gapAbove(page, '/backstage?section=extra-info', bar)).toBeGreaterThan(0);
});

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])('a notice lies above what an agent writes in, on a %s window', async (how, viewport) => {
  const ana = used.addPhone('messenger', `Ana ${how}`);
  const user = used.stand.smooch.control.user(ana.userId);
  user.say('I want to talk to a person');
  const asked = (await used.stand.smooch.control.waitForMessages(ana.userId, 2)).at(-1)!;
  user.click(asked._id, 'Yes');
  const { chatId, agentId } = await used.stand.desk.control.waitForInvitation();
  used.stand.desk.control.agent(agentId).accept(chatId);
  const page = await used.open({ at: '/wire?faults=open', viewport });
  const answer = page.getByRole('textbox', { name: 'Answer as' });
  await expect.poll(() => gapAbove(page, `/agent?chat=${chatId}`, answer)).toBeGreaterThan(0);
  used.stand.desk.control.agent(agentId).close(chatId);
});

test('a notice lies above what a user writes in, on a narrow window', async () => {
  used.addPhone('messenger', 'Ben');
  const page = await used.open({ at: '/wire?faults=open', viewport: NARROW });
  const composer = phoneOf(page, 'Ben').root.getByRole('textbox', { name: 'Message from Ben' });
  await expect.poll(() => gapAbove(page, '/user', composer)).toBeGreaterThan(0);
});

/** Brings up a notice, looks somewhere else, and measures how far above this it ends; a notice stays for seconds only. */
async function gapAbove(page: Page, at: string, bar: ReturnType<Page['locator']>): Promise<number | undefined> {
  const look = (hash: string): Promise<void> =>
    page.evaluate((wanted) => {
      (globalThis as unknown as { location: { hash: string } }).location.hash = wanted;
    }, hash);
  await look('/wire?faults=open');
  await page.getByRole('button', { name: 'Expire token' }).click();
  const notice = page.locator('.notice').filter({ hasText: NOTICE });
  await notice.waitFor();
  await look(at);
  await bar.waitFor();
  const [told, below] = await Promise.all([notice.boundingBox({ timeout: 500 }).catch(() => null), bar.boundingBox()]);
  return told && below ? below.y - told.y - told.height : undefined;
}
