/** Where a content keeps its url buttons (configuration `conversation.digester.url_buttons`); empty names switch them off. */
export interface UrlButtonsSetting {
  attribute_name?: string;
  button_title_var?: string;
  button_url_var?: string;
}

/** Everything besides the answers that decides what a user gets to see. */
export interface RenderContext {
  /** The text of a label in the user's language; a key without translation comes back as it is. */
  label: (key: string) => string;
  /** What the user said last; goes back with an option. */
  lastUserText?: string;
  /** What the user's channel puts around struck-out text; without it such text is left out. */
  strike?: string;
  /** Names the lists of this turn. The same on every run of the turn, different in every other turn. */
  listSeed: string;
  /** Configuration `conversation.digester`. */
  digester: { button_title?: string; url_buttons?: UrlButtonsSetting };
  /** Configuration `conversation.default.answers.sideBubbleAttributes`. */
  sideBubbleAttributes: readonly string[];
}
