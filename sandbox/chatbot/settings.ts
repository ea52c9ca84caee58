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
  /** Which of an `option` and a `message` in one call counts. */
  optionOrMessage: z.enum(['option', 'message']).default('option'),
  /** What a call is answered with that needs a session and names none. */
  missingSession: z.union([z.literal(400), z.literal(401), z.literal(403)]).default(400),
  /** What makes the idle time of a session begin anew: any call with it, or only what is said. */
  sessionKeptBy: z.enum(['any-call', 'messages']).default('any-call'),
  /** Whether a renewed token says `expires_in`. */
  refreshExpiresIn: z.boolean().default(true),
  /** What stands between the bubbles of an answer in its `message`. */
  bubbleSeparator: z.string().default('\n'),
  /** `revisitableLink` of an option: the name of the content, or only that there is one. */
  revisitableLink: z.enum(['name', 'flag']).default('name'),
  /** How the flag is written that spares an answer the rating: docs and clients differ. */
  ratingFlag: z.enum(['as-written', 'no-rating', 'no-ratings']).default('as-written'),
  /** An event with a code that no answer had. */
  unknownTrackingCode: z.enum(['error', 'accept']).default('error'),
  /** What an event is answered with: JSON, or nothing. */
  trackingAnswer: z.enum(['json', 'empty']).default('json'),
});

export type ChatbotSettings = z.output<typeof settingsSchema>;
