import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startPage } from '../sandbox/page/server/start-page.ts';
import { startStand } from '../sandbox/run/start-stand.ts';
import { launchChromium } from '../test/browser/support/launch-chromium.ts';
import { pictures } from './screenshots/pictures.ts';

// Takes the pictures of the documentation: starts the sandbox, plays conversations in it, and looks at its page. Needs
// Debian's Chromium. Names of pictures as arguments: only those.

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const IMAGES = pathOf('../docs/images');

const wanted = process.argv.slice(2);
const builtPage = mkdtempSync(join(tmpdir(), 'sandbox-page-'));
execFileSync(process.execPath, [pathOf('build-page.ts'), builtPage], { stdio: 'inherit' });
mkdirSync(IMAGES, { recursive: true });
const browser = await launchChromium();
try {
  for (const picture of pictures)
    if (wanted.length === 0 || wanted.includes(picture.name)) await take(browser, picture);
} finally {
  await browser.close();
  rmSync(builtPage, { recursive: true, force: true });
}

/** Each picture has a sandbox of its own, so none depends on what was played for another. */
async function take(browser: Browser, { name, at, play, ...window }: (typeof pictures)[number]): Promise<void> {
  const stand = await startStand({ smooch: { delivery: { retrySpacingMs: [250, 500, 1000] } } });
  const served = await startPage({ stand, port: 0, paceMs: 400, builtPage });
  try {
    for (const { userId } of served.phones.list()) served.phones.close(userId);
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...window });
    const page = await context.newPage();
    await play({ stand, served, page, open: () => page.goto(`${served.url}#${at}`) });
    // Nothing under the pointer.
    await page.mouse.move(0, 0);
    const path = join(IMAGES, `${name}.png`);
    await page.screenshot({ path });
    await context.close();
    console.log(path);
  } finally {
    await served.stop();
    await stand.stop();
  }
}
