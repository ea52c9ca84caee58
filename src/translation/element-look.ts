import { isHiddenByStyle } from './hidden-by-style.ts';
import type { ElementRole } from './html-elements.ts';
import { lengthInPixels, parseStyle, type StyleDeclarations } from './style-declarations.ts';

/** How a page would show the text of an element. */
export interface ElementLook {
  /** Nothing of the element is there, whatever its parts say: it is kept from sight, or nothing to read. */
  gone?: 'hidden' | 'dropped';
  /** Cannot be seen, but its parts may be shown again (`visibility`). */
  unseen: boolean;
  /** Letters without size, which its parts may have again. */
  tiny: boolean;
  struck: boolean;
  /** Above or below the line. */
  raised?: 'up' | 'down';
}

export const plainLook: ElementLook = { unseen: false, tiny: false, struck: false };

type Attributes = Readonly<Record<string, string>>;

const struckElements = new Set(['del', 's', 'strike']);

/** The look of an element inside another one. */
export function lookInside(around: ElementLook, name: string, role: ElementRole, attributes: Attributes): ElementLook {
  if (around.gone !== undefined) return around;
  const style = parseStyle(attributes.style);
  return {
    gone:
      isKeptBack(name, attributes, style) || isHiddenByStyle(style) ? 'hidden' : role === 'dropped' ? role : undefined,
    unseen: isUnseen(style, around.unseen),
    tiny: isTiny(style, around.tiny),
    // A line through a text goes through all its parts, whatever these say of lines of their own.
    struck: around.struck || isStruck(name, style),
    raised: role === 'inline' ? raisedBy(name, style) : undefined,
  };
}

/** Not shown until something happens on the page. What sets `display` itself is shown all the same. */
function isKeptBack(name: string, attributes: Attributes, style: StyleDeclarations): boolean {
  if (style.has('display')) return false;
  return 'hidden' in attributes || 'popover' in attributes || (name === 'dialog' && !('open' in attributes));
}

function isUnseen(style: StyleDeclarations, around: boolean): boolean {
  const visibility = style.get('visibility');
  if (visibility === 'visible') return false;
  return visibility === 'hidden' || visibility === 'collapse' || around;
}

function isTiny(style: StyleDeclarations, around: boolean): boolean {
  const size = style.get('font-size');
  if (size === undefined) return around;
  if (lengthInPixels(size) === 0) return true;
  // Sizes that are a part of the size around them stay nothing.
  return around && /(?:%|[^r]em|ex|ch|er|inherit)$/.test(size);
}

function isStruck(name: string, style: StyleDeclarations): boolean {
  const lines = style.get('text-decoration');
  return lines === undefined ? struckElements.has(name) : /\bline-through\b/.test(lines);
}

function raisedBy(name: string, style: StyleDeclarations): ElementLook['raised'] {
  const position = style.get('vertical-align') ?? (name === 'sup' ? 'super' : name);
  if (position === 'super') return 'up';
  return position === 'sub' ? 'down' : undefined;
}
