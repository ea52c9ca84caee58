import { ApiError } from '../../core/errors.ts';

/** What a call gives, or undefined when HyperChat knows nothing of that id. */
export async function goneToUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}
