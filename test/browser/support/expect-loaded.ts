import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until a picture has really arrived: one that cannot be loaded has no size. */
export async function expectLoaded(picture: Locator): Promise<void> {
  await picture.waitFor();
  const width = (image: unknown): number => (image as { naturalWidth: number }).naturalWidth;
  await expect.poll(() => picture.evaluate(width)).toBeGreaterThan(0);
}
