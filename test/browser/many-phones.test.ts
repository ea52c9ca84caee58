import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { phoneOf } from './support/phone.ts';
import { NARROW, usePage, WIDE } from './support/use-page.ts';

const used = usePage();
const NAMES = 'Ana Ben Carmen David Elena Farid Greta Hugo Ines Jonas Kira Liam Mia'.split(' ');

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])(
  'thirteen phones are all seen at once, and each can be taken into the hand, on a %s window',
  async (_how, viewport) => {
    for (const name of NAMES) used.addPhone('web', name);
    const page = await used.open({ at: '/user', viewport });
    const all = page.getByRole('button', { name: 'All 13 users' });
    await all.click();
    const overview = page.getByRole('dialog', { name: '13 users' });
    for (const name of NAMES) await expectOnScreen(overview.getByRole('button', { name: `${name} Web` }), viewport);
    await overview.getByRole('button', { name: 'Liam Web' }).click();
    await overview.waitFor({ state: 'hidden' });
    await expectOnScreen(phoneOf(page, 'Liam').root.getByRole('heading', { name: /^Liam/ }), viewport);
    await all.click();
    await overview.getByRole('button', { name: "Close Mia's phone" }).click();
    await page.getByRole('dialog', { name: '12 users' }).getByRole('button', { name: 'Liam Web' }).waitFor();
  },
);

test('phones that scenarios opened are closed at one press, but for the one that plays', async () => {
  used.addPhone('web', 'Ana');
  const page = await used.open({ at: '/user' });
  const play = async (title: string): Promise<void> => {
    await page.getByRole('button', { name: 'Play a scenario' }).click();
    await page.getByRole('button', { name: title }).click();
  };
  for (const users of [2, 3, 4]) {
    await play('Chained answers');
    await page.getByRole('heading', { name: `${users} users` }).waitFor();
    await page.getByRole('status').getByText('played to the end').waitFor();
    await page.getByRole('button', { name: 'Close the narration' }).click();
  }
  const { faults } = used.stand.chatbot.control;
  const hold = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
  await play('A chat with an agent');
  await page.getByRole('heading', { name: '5 users' }).waitFor();
  await page.getByRole('button', { name: 'Close 3 phones from scenarios' }).click();
  await page.getByRole('heading', { name: '2 users' }).waitFor();
  await phoneOf(page, 'Ana').root.waitFor();
  const rest = page.getByRole('button', { name: 'Close the phone of the last scenario' });
  expect(await rest.count()).toBe(0);
  await page.getByRole('button', { name: 'Stop the scenario' }).click();
  await rest.click();
  await page.getByRole('heading', { name: '1 user' }).waitFor();
  faults.release(hold);
});

async function expectOnScreen(what: Locator, { width, height }: { width: number; height: number }): Promise<void> {
  await what.waitFor();
  const reach = async (): Promise<boolean> => {
    const box = await what.boundingBox();
    return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
  };
  await expect.poll(reach, { message: `${what} is on the screen` }).toBe(true);
}
