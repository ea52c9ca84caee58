import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Without these it asks for updates, or for a display that a server does not have. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Debian's Chromium with an empty folder for its data. @throws Error when there is none */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium here: install Debian’s `chromium`.');
  return chromium.launch({ executablePath, args: FLAGS });
}
