import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { type Page as ServedPage, startPage } from '../../../sandbox/page/server/start-page.ts';
import { type Stand, type StandOptions, startStand } from '../../../sandbox/run/start-stand.ts';
import { launchChromium } from './launch-chromium.ts';
import { watchWindow } from './watch-window.ts';

/** As long as a person would wait for anything on the page. */
const PATIENCE_MS = 20_000;

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 390, height: 844 };

export interface WindowOptions extends BrowserContextOptions {
  /** Where it looks, as in the address behind `#`: `/wire?faults=open`. */
  at?: string;
}

export interface UsedPage {
  readonly stand: Stand;
  readonly served: ServedPage;
  /** A phone that no other test uses. */
  addPhone(channel: string, name: string): { userId: string };
  /** Asks the page's API, as a program on this machine may. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
  /** Opens the page in a new window of its own, with nothing remembered. Default: 1280 pixels wide, light. */
  open(options?: WindowOptions): Promise<Page>;
}

/**
 * The whole sandbox with its page, and a Chromium, for the tests of a file. Each test gets windows of its own. After it,
 * nothing may have complained in a console, and nothing may have been asked of another machine.
 */
export function usePage(options: StandOptions = {}): UsedPage {
  let stand: Stand;
  let served: ServedPage;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    const delivery = { retrySpacingMs: [250, 500, 1000, 2000] };
    stand = await startStand({ smooch: { delivery }, ...options });
    served = await startPage({ stand, port: 0, paceMs: 0, builtPage: inject('builtPage') });
    // The one that stands there at first: each test brings its own.
    for (const phone of served.phones.list()) served.phones.close(phone.userId);
    browser = await launchChromium();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(contexts, task.name);
    for (const context of contexts.splice(0)) await context.close();
    for (const phone of served.phones.list()) served.phones.close(phone.userId);
    expect(problems.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await stand?.stop();
  });

  return {
    get stand() {
      return stand;
    },
    get served() {
      return served;
    },
    addPhone: (channel, name) => served.phones.open(channel, name),
    send: (method, path, body) =>
      fetch(new URL(path, served.url), {
        method,
        ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    async open({ at = '', ...context } = {}) {
      const window = await browser.newContext({ viewport: WIDE, locale: 'en-GB', colorScheme: 'light', ...context });
      contexts.push(window);
      window.setDefaultTimeout(PATIENCE_MS);
      watchWindow(window, (problem) => problems.push(problem));
      const page = await window.newPage();
      await page.goto(`${served.url}${at && `#${at}`}`);
      await page.getByRole('heading', { name: 'Connector sandbox' }).waitFor();
      return page;
    },
  };
}

/** What a test saw when it failed, for whoever has to find out why. */
async function keepPictures(contexts: readonly BrowserContext[], test: string): Promise<void> {
  for (const [index, page] of contexts.flatMap((context) => context.pages()).entries()) {
    const name = `${test.replaceAll(/[^\p{L}\d]+/gu, '-').slice(0, 60)}-${index + 1}.png`;
    const path = join(tmpdir(), 'page-tests', name);
    await page.screenshot({ path });
    console.error(`The window of the failed test: ${path}`);
  }
}
