import type { PostedAction } from './action-schema.ts';

/** What a text turns out to be once its shorthand is carried out. */
export interface ExpandedText {
  /** Without the shorthand. */
  text: string;
  actions: PostedAction[];
  /** URLs of pictures, each a message of its own. */
  images: string[];
}

/** `%[label](target)`, `$[label](price)`, `![](url)`; none of its parts reaches into another one. */
const SHORTHAND = /([%$!])\[([^[\]\n]*)\]\(([^()\s]*)\)/g;

/**
 * Carries out the shorthand for buttons and pictures in the text of a message (Smooch docs: sending images and buttons
 * shorthand). What only looks like it stays text.
 */
export function expandShorthand(text: string): ExpandedText {
  const actions: PostedAction[] = [];
  const images: string[] = [];
  const rest = text.replace(SHORTHAND, (whole, sign: string, label: string, target: string) => {
    if (sign === '!') {
      if (!isWebAddress(target)) return whole;
      images.push(target);
      return '';
    }
    const action = label.trim() === '' ? undefined : sign === '$' ? toBuy(label, target) : toAction(label, target);
    if (action === undefined) return whole;
    actions.push(action);
    return '';
  });
  const unchanged = actions.length === 0 && images.length === 0;
  return { text: unchanged ? text : rest.trim(), actions, images };
}

function toAction(text: string, target: string): PostedAction | undefined {
  if (target === 'location') return { type: 'locationRequest', text };
  const [, type, payload] = /^(reply|postback):(.+)$/.exec(target) ?? [];
  if (payload !== undefined) return { type: type as 'reply' | 'postback', text, payload };
  return isWebAddress(target) ? { type: 'link', text, uri: target } : undefined;
}

function toBuy(text: string, price: string): PostedAction | undefined {
  const amount = /^\d{1,9}(?:\.\d{1,2})?$/.test(price) ? Math.round(Number(price) * 100) : 0;
  return amount > 0 ? { type: 'buy', text, amount } : undefined;
}

function isWebAddress(target: string): boolean {
  return /^https?:\/\//i.test(target) && URL.canParse(target);
}
