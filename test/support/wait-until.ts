import { vi } from 'vitest';

/**
 * Resolves as soon as a state is there; looks every few milliseconds. Works in hooks, too, where `expect.poll` does not.
 * @param state named in the error when it does not come in time
 */
export async function waitUntil(
  state: string,
  isThere: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const look = async () => {
    if (!(await isThere())) throw new Error(`Waited ${timeoutMs} ms in vain until ${state}.`);
  };
  await vi.waitFor(look, { interval: 5, timeout: timeoutMs });
}
