import { z } from 'zod';
import type { BotAnswer } from '../chatbot/wire.ts';
import { isBlank } from '../core/text.ts';
import type { ButtonPayload, OptionValue, RatingData } from './button-payload.ts';
import { parseOldSubAnswer } from './parse-old-sub-answer.ts';

/** What a pressed button means. */
export type Payload =
  | { kind: 'message'; message: string }
  | { kind: 'option'; option: OptionValue; message?: string }
  | { kind: 'directCall'; directCall: string }
  | { kind: 'escalation'; accepted: boolean }
  | { kind: 'rating'; askComment: boolean; isNegative: boolean; ratingData: RatingData }
  | { kind: 'federated'; list: string; index: number }
  /** A whole result in an old button of the connector we replace: to be shown with `renderSubAnswer`, as text only. */
  | { kind: 'subAnswer'; answer: BotAnswer }
  /** The payload is kept under this name. */
  | { kind: 'ref'; ref: string }
  /** Nothing we know: the press counts as the text that was visible on the button. */
  | { kind: 'text' };

/** UTF-16 units. The connector we replace put whole answers into its payloads; nothing larger comes from a button. */
const maxPayloadLength = 100_000;

const text = (maxLength: number) => z.string().min(1).max(maxLength);
const message = text(4096).refine((said) => !isBlank(said));
const optionValue = z.union([z.string().max(8192), z.number(), z.boolean()]);

const ratingData = z.object({
  type: z.literal('rate'),
  data: z
    .object({ code: text(4096), value: z.union([text(256), z.number()]) })
    .transform(({ code, value }) => ({ code, value, comment: null })),
});

/**
 * The first key that a payload has decides what it is; what else it holds is looked at by that kind only. Our own keys
 * are ordinary words, which others may use for something else: those count only when all of it fits.
 */
const kinds: readonly { key: string; isOurs?: true; schema: z.ZodType<Payload> }[] = [
  { key: 'ref', isOurs: true, schema: z.object({ ref: text(256) }).transform(({ ref }) => ({ kind: 'ref', ref })) },
  {
    key: 'list',
    isOurs: true,
    schema: z
      .object({ list: text(256), index: z.int().min(0).max(9999) })
      .transform((choice) => ({ kind: 'federated', ...choice })),
  },
  {
    key: 'escalateOption',
    schema: z
      .object({ escalateOption: z.boolean() })
      .transform(({ escalateOption }) => ({ kind: 'escalation', accepted: escalateOption })),
  },
  {
    key: 'ratingData',
    schema: z
      .object({ askRatingComment: z.boolean(), isNegativeRating: z.boolean(), ratingData })
      .transform(({ askRatingComment, isNegativeRating, ratingData }) => {
        return { kind: 'rating', askComment: askRatingComment, isNegative: isNegativeRating, ratingData };
      }),
  },
  {
    key: 'extendedContentAnswer',
    schema: z.object({ extendedContentAnswer: z.unknown() }).transform(({ extendedContentAnswer }): Payload => {
      const answer = parseOldSubAnswer(extendedContentAnswer);
      return answer === undefined ? { kind: 'text' } : { kind: 'subAnswer', answer };
    }),
  },
  {
    key: 'directCall',
    schema: z.object({ directCall: text(1024) }).transform(({ directCall }) => ({ kind: 'directCall', directCall })),
  },
  {
    key: 'option',
    schema: z
      .object({ option: optionValue, message: z.string().max(4096).nullish() })
      .transform(({ option, message }) => ({ kind: 'option', option, ...(message ? { message } : {}) })),
  },
  { key: 'message', schema: z.object({ message }).transform(({ message }) => ({ kind: 'message', message })) },
];

/**
 * What a button's payload means. It comes from the user's side and may be forged: types are checked strictly,
 * sizes bounded, unknown keys dropped; whatever is not exactly one of the known kinds is `text`. Never throws.
 *
 * @param payload As the webhook brought it.
 */
export function parsePayload(payload: string | undefined): Payload {
  if (payload === undefined || payload.length > maxPayloadLength) return { kind: 'text' };
  const value = parseJson(payload);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'text' };
  for (const { key, isOurs, schema } of kinds) {
    if (!Object.hasOwn(value, key)) continue;
    const parsed = schema.safeParse(value);
    if (parsed.success || !isOurs) return parsed.data ?? { kind: 'text' };
  }
  return { kind: 'text' };
}

/** What a shown or stored choice means: the payload we made ourselves, taken the way of a pressed one. */
export function readPayload(payload: ButtonPayload): Payload {
  return parsePayload(JSON.stringify(payload));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
