import { z } from 'zod';

/** Where the reference leaves open how the real service behaves, or instances differ, the simulator does either. */
export const settingsSchema = z.strictObject({
  /** Key(s) of the product's URL in `apis`; newer instances are said to use `chat`. */
  apisKey: z.enum(['chatbot', 'chat', 'both']).default('chatbot'),
  /** `flag`: a direct answer with flag `no-results`. `content`: as newer instances, the content `sys-no-results`, without flag. */
  noResults: z.enum(['flag', 'content']).default('flag'),
  /** An `option` that was not just offered is refused with 400, or taken as if it had been typed. */
  staleOption: z.enum(['error', 'text']).default('error'),
  /** Values of the options of a yes/no question: 1 and 0, "yes" and "no", or numbers that differ each time. */
  polarValues: z.enum(['numbers', 'words', 'ids']).default('numbers'),
  /** Whether the transcript can be had. */
  history: z.enum(['available', 'unavailable']).default('available'),
  /** Whether a variable that the instance does not know is refused. */
  unknownVariables: z.enum(['error', 'accept']).default('error'),
});

export type ChatbotSettings = z.output<typeof settingsSchema>;
