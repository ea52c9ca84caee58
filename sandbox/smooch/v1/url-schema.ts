import { z } from 'zod';

/** An absolute http or https URL. */
export const httpUrlSchema = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an absolute http or https URL');

/** Any absolute URL: buttons may open `tel:` and `mailto:` too (Smooch docs: link). */
export const anyUrlSchema = z.string().refine((text) => URL.canParse(text), 'must be an absolute URL');
