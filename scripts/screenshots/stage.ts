import type { Page } from 'playwright-core';
import type { Page as ServedPage } from '../../sandbox/page/server/start-page.ts';
import type { Stand } from '../../sandbox/run/start-stand.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { waitUntilAnswered } from '../../sandbox/terminal/wait-until-answered.ts';

/** What a picture is made of. */
export interface Stage {
  stand: Stand;
  served: ServedPage;
  page: Page;
  /** Opens the page where the picture is taken. */
  open(): Promise<unknown>;
}

const PATIENCE_MS = 30_000;

/** A new phone on the page, and its user. */
export function addUser({ stand, served }: Stage, channel: string, name: string): SimulatedUser {
  return stand.smooch.control.user(served.phones.open(channel, name).userId);
}

/** Says one thing after another, each when the one before is answered. */
export async function say({ stand }: Stage, user: SimulatedUser, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    user.say(text);
    await waitUntilAnswered(stand, PATIENCE_MS);
  }
}

/** Presses the newest button with this label. @throws Error when there is none */
export async function press({ stand }: Stage, user: SimulatedUser, label: string): Promise<void> {
  const message = user.received.findLast(({ actions }) => actions?.some(({ text }) => text === label));
  if (message === undefined) throw new Error(`There is no button "${label}".`);
  user.click(message._id, label);
  await waitUntilAnswered(stand, PATIENCE_MS);
}

/** Waits until each user is seen to have read what was said last: after that nothing changes in the phones any more. */
export async function untilRead({ page }: Stage): Promise<void> {
  for (const log of await page.getByRole('log', { name: /^Messages with/ }).all()) {
    await log.locator('.message-bots').last().getByTitle('Read', { exact: true }).waitFor({ timeout: PATIENCE_MS });
  }
}

/** Waits until every picture that came from elsewhere can be painted. */
export async function untilLoaded({ page }: Stage): Promise<void> {
  const images = page.locator('img');
  await images.first().waitFor();
  for (const image of await images.all()) await image.evaluate((one) => (one as unknown as Decodable).decode());
}

interface Decodable {
  decode(): Promise<void>;
}
