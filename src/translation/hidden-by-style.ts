import { lengthInPixels, type StyleDeclarations } from './style-declarations.ts';

/** True when an element and everything in it is kept from sight, however its parts are styled. */
export function isHiddenByStyle(style: StyleDeclarations): boolean {
  return (
    style.size > 0 &&
    (style.get('display') === 'none' ||
      lengthInPixels(style.get('opacity')) === 0 ||
      style.get('content-visibility') === 'hidden' ||
      style.get('mso-hide') === 'all' ||
      isClippedToNothing(style) ||
      isOutsideThePage(style))
  );
}

/** A box without any room whose contents cannot stick out. */
function isClippedToNothing(style: StyleDeclarations): boolean {
  const clips = ['overflow', 'overflow-x', 'overflow-y'].some((name) =>
    /\b(?:hidden|clip)\b/.test(style.get(name) ?? ''),
  );
  const sizes = ['width', 'height', 'max-width', 'max-height'].map((name) => lengthInPixels(style.get(name)));
  if (clips && sizes.some((size) => size !== undefined && size <= 0)) return true;
  return (
    /^rect\((?:[\s,]*[01](?:px)?)+[\s,]*\)$/.test(style.get('clip') ?? '') ||
    /^(?:inset\(\s*(?:50|100)%|circle\(\s*0)/.test(style.get('clip-path') ?? '') ||
    /(?:^|\s)scale[xy]?\(\s*0(?:\.0*)?\s*[,)]/.test(style.get('transform') ?? '')
  );
}

/** Moved to where no screen reaches, as texts for screen readers are. */
function isOutsideThePage(style: StyleDeclarations): boolean {
  const far = (name: string) => (lengthInPixels(style.get(name)) ?? 0) <= -900;
  const isMovable = style.get('position') === 'absolute' || style.get('position') === 'fixed';
  return far('text-indent') || (isMovable && ['left', 'right', 'top', 'bottom'].some(far));
}
