import type { z } from 'zod';
import { flag, language, listOf, mapWith, openMapWith, text, timeZone, wholeNumber } from '../field-types.ts';

/** Sent to the bot as it stands (Inbenta's Chatbot API: POST /conversation), so it may hold keys we do not know. */
const conversationDefaults = openMapWith({
  answers: openMapWith({
    sideBubbleAttributes: listOf(text(), 'a list of attribute names'),
    answerAttributes: listOf(text(), 'a list of attribute names'),
    maxOptions: wholeNumber(1),
    maxRelatedContents: wholeNumber(0),
    skipLastCheckQuestion: flag().optional(),
  }),
  forms: openMapWith({
    allowUserToAbandonForm: flag(),
    errorRetries: wholeNumber(0),
  }),
  lang: language(),
  timezone: timeZone().optional(),
});

const rating = mapWith({
  id: wholeNumber(0),
  label: text('the key of a label'),
  comment: flag().default(false),
  isNegative: flag().default(false),
});

const urlButtons = mapWith({
  attribute_name: text().optional(),
  button_title_var: text().optional(),
  button_url_var: text().optional(),
}).refine(
  (buttons) =>
    buttons.attribute_name === undefined ||
    (buttons.button_title_var !== undefined && buttons.button_url_var !== undefined),
  { error: 'needs button_title_var and button_url_var beside attribute_name' },
);

/** `conversation.yaml`: how the bot is asked and what of its answers is used. */
export const conversationSchema = mapWith({
  default: conversationDefaults,
  user_type: wholeNumber(0),
  source: text(),
  content_ratings: mapWith({
    enabled: flag(),
    ratings: listOf(rating, 'a list of ratings, each with id, label, comment and isNegative'),
  }),
  digester: mapWith({ button_title: text().optional(), url_buttons: urlButtons }),
  miss_direct_calls: listOf(text(), 'a list of direct call names'),
});

export type ConversationConfig = z.infer<typeof conversationSchema>;

/** Keys of `conversation.default` that the bot gets although we do not know them. */
export function unknownConversationKeys(config: ConversationConfig): PropertyKey[][] {
  const { shape } = conversationDefaults;
  const levels = [
    { path: ['default'], value: config.default, known: shape },
    { path: ['default', 'answers'], value: config.default.answers, known: shape.answers.shape },
    { path: ['default', 'forms'], value: config.default.forms, known: shape.forms.shape },
  ];
  return levels.flatMap(({ path, value, known }) =>
    Object.keys(value)
      .filter((key) => !Object.hasOwn(known, key))
      .map((key) => [...path, key]),
  );
}
