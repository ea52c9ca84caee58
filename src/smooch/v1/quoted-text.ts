import { z } from 'zod';
import { graphemes, isBlank } from '../../core/text.ts';

const text = z.string().nullish().catch(undefined);

/** What a message answers to (Smooch docs: quoted message); only its id is known of one that is older than Smooch. */
export const quotedMessage = z
  .object({ content: z.object({ text, textFallback: text, altText: text, mediaUrl: text }).nullish().catch(undefined) })
  .nullish()
  .catch(undefined);

/** As much of it as tells which one it is. */
const LONGEST = 200;
/** No visible character of a language is longer, in UTF-16 units. */
const LONGEST_CHARACTER = 20;

/** The beginning of a quoted message in one line; undefined when nothing of it can be told. */
export function quotedText(quoted: z.output<typeof quotedMessage>): string | undefined {
  const content = quoted?.content;
  const told = [content?.text, content?.textFallback, content?.altText, content?.mediaUrl].find((one) => !isBlank(one));
  if (told === undefined || told === null) return undefined;
  const line = told
    .slice(0, LONGEST * LONGEST_CHARACTER)
    .replace(/\s+/gu, ' ')
    .trim();
  return graphemes(line).slice(0, LONGEST).join('').toWellFormed();
}
