import { toOneLine } from './cut-label.ts';
import { lengthInPixels, parseStyle } from './style-declarations.ts';

type Attributes = Readonly<Record<string, string>>;

/** Pixels; an icon or smiley in a sentence is no larger. */
const maxIcon = 32;

/** Pixels; emoji are drawn up to this size, a larger picture is one although an emoji describes it. */
const maxEmoji = 128;

/** UTF-16 units; what describes a picture is longer than the name of an emoji. */
const maxEmojiName = 40;

const emojiClass = /emoji|emoticon|smiley|smilie|joypixels/i;
const emojiFolder = /\/(?:(?:tw)?emojis?|emojione|emoticons?|smil(?:ey|ie)s?)\//i;
const emojiSigns = /\p{RGI_Emoji}|\p{Extended_Pictographic}\ufe0f?/gv;
/** `:-)`, `;)`, `:D`, `<3`, `:thumbs_up:`, `(y)`. */
const emoticon = /^(?:[:;=8xX]['’]?[-o^]?[()[\]DPpOo3/\\|*$]|<3|\^_?\^|\([a-z]{1,6}\)|:[a-z0-9_+-]{1,40}:)$/;

/**
 * What an `<img>` is to a reader: a picture, a part of the sentence that its `words` stand for, or nothing at all.
 */
export type ImageKind = { kind: 'picture'; words: string } | { kind: 'words'; words: string } | { kind: 'nothing' };

/** Tells pictures from emoji, icons and the pixels that only count readers. */
export function imageKind(attributes: Attributes): ImageKind {
  const words = toOneLine(attributes.alt ?? '');
  const { width, height } = imageSize(attributes);
  if (isAtMost(width, 1) || isAtMost(height, 1)) return { kind: 'nothing' };
  const isIcon = isAtMost(width, maxIcon) && isAtMost(height, maxIcon);
  const isLarge = isOver(width, maxEmoji) || isOver(height, maxEmoji);
  if (isIcon || (!isLarge && isEmoji(attributes, words))) return asWords(words || emojiName(attributes));
  return { kind: 'picture', words };
}

function asWords(words: string): ImageKind {
  return words === '' ? { kind: 'nothing' } : { kind: 'words', words };
}

function isEmoji(attributes: Attributes, words: string): boolean {
  if (words !== '' && (words.replace(emojiSigns, '').trim() === '' || emoticon.test(words))) return true;
  if (emojiClass.test(attributes.class ?? '')) return true;
  return words !== '' && words.length <= maxEmojiName && emojiFolder.test(attributes.src ?? '');
}

/** Where scripts that draw emoji as pictures keep what was written. */
function emojiName(attributes: Attributes): string {
  return toOneLine(attributes['data-emoji'] ?? attributes['data-emoji-char'] ?? attributes.title ?? '');
}

/** Pixels; what a style says wins over the attributes. */
function imageSize(attributes: Attributes): { width?: number; height?: number } {
  const style = parseStyle(attributes.style);
  const side = (name: 'width' | 'height') => {
    const limit = lengthInPixels(style.get(`max-${name}`));
    const size = lengthInPixels(style.get(name)) ?? (style.has(name) ? undefined : attributeSize(attributes[name]));
    return limit === undefined ? size : Math.min(size ?? limit, limit);
  };
  return { width: side('width'), height: side('height') };
}

/** HTML reads the number that an attribute begins with; per cent of an unknown width say nothing. */
function attributeSize(attribute: string | undefined): number | undefined {
  const [, number, unit] = /^\s*\+?(\d{1,6}(?:\.\d{1,6})?)\s*(%)?/.exec(attribute ?? '') ?? [];
  return number === undefined || unit === '%' ? undefined : Number(number);
}

function isAtMost(size: number | undefined, limit: number): boolean {
  return size !== undefined && size <= limit;
}

function isOver(size: number | undefined, limit: number): boolean {
  return size !== undefined && size > limit;
}
