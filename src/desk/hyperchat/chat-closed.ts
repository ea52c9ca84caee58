import { ApiError } from '../../core/errors.ts';
import type { DeskChat } from '../agent-desk.ts';

/** Refusals that have nothing to do with the state of the chat: wrong secret, too slow, too large, too often. */
const otherRefusals = [401, 408, 413, 429];

/**
 * Does something in a chat. How HyperChat words that a chat has ended is documented nowhere, so a refusal makes the
 * chat be read.
 *
 * @returns undefined when the chat has ended, or is gone
 */
export async function unlessClosed<T>(
  act: () => Promise<T>,
  readChat: () => Promise<DeskChat | undefined>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isRefusal(error) && (await isClosed(readChat))) return undefined;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  const status = error instanceof ApiError ? (error.status ?? 0) : 0;
  return status >= 400 && status < 500 && !otherRefusals.includes(status);
}

/** When the chat cannot be read either, the refusal itself is what is told. */
async function isClosed(readChat: () => Promise<DeskChat | undefined>): Promise<boolean> {
  try {
    const chat = await readChat();
    return chat === undefined || chat.status === 'closed';
  } catch {
    return false;
  }
}
