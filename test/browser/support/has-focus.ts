import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export function hasFocus(wanted: Locator): Promise<boolean> {
  return wanted.evaluate((element) => element === element.ownerDocument.activeElement);
}

/** Waits until it has the focus. */
export async function expectFocusOn(wanted: Locator): Promise<void> {
  await expect.poll(() => hasFocus(wanted), { message: `the focus is on ${wanted}` }).toBe(true);
}

/** Whether anything has the focus: else the next Tab begins at the top of the page. */
export function isFocusKept(page: Page): Promise<boolean> {
  return page.evaluate('document.hasFocus() && document.activeElement !== document.body');
}
