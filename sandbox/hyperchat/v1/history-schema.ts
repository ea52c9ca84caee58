import { z } from 'zod';

/** Seconds since 1970 do not get that long before the year 5000; milliseconds are. */
const LATEST_SECOND = 100_000_000_000;

/** What was said before the chat (HyperChat's PHP client: openChat). */
export const historyEntrySchema = z.object({
  /** `assistant`, or the id of a user. */
  sender: z.string().min(1),
  message: z.string(),
  created: z.number().min(0).max(LATEST_SECOND, 'must be in seconds'),
  type: z.string().optional(),
});
