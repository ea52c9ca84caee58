/** The value of a bot's option. Its type is kept: the API tells `1` from `"1"`. */
export type OptionValue = string | number | boolean;

/** What a rating button tells the Chatbot API: the body of the tracking call. */
export interface RatingData {
  type: 'rate';
  data: { code: string; value: string | number; comment: null };
}

/**
 * What our buttons carry, as JSON. The keys are those of the connector we replace, so that its old buttons,
 * and menus an operator made for it, keep working; `list`/`index` and `ref` are ours.
 */
export type ButtonPayload =
  | { message: string }
  | { message?: string; option: OptionValue }
  | { directCall: string }
  | { escalateOption: boolean }
  | { askRatingComment: boolean; isNegativeRating: boolean; ratingData: RatingData }
  | { list: string; index: number }
  | { ref: string };
