import { type RefObject, useLayoutEffect } from 'react';

/**
 * When an element goes away with the focus in it, something that stays gets it: else the keyboard, and whoever listens to
 * the page, would begin anew at its top.
 * @param owner the element; it is looked at when it comes
 * @param heir picks who gets it, given the nearest element around the owner that stays; without it, that element itself.
 *   Give a function that stays the same
 */
export function useFocusHeir(
  owner: RefObject<HTMLElement | null>,
  heir?: (around: Element) => HTMLElement | null | undefined,
): void {
  useLayoutEffect(() => {
    const element = owner.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      const around = ancestorsOf(element);
      // What stays is known only when everything that goes is gone.
      queueMicrotask(() => {
        if (element.isConnected || document.activeElement !== document.body) return;
        const nearest = around.find((one) => one.isConnected);
        if (nearest) focusOn(heir?.(nearest) ?? nearest);
      });
    };
  }, [owner, heir]);
}

function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const parent = element.parentElement;
  return parent === null || parent === document.body ? [] : [parent, ...ancestorsOf(parent)];
}

/** What is no control takes the focus only for as long as it has it. */
function focusOn(element: HTMLElement): void {
  if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) {
    element.setAttribute('tabindex', '-1');
    element.dataset.focusHeir = '';
    const end = (): void => {
      element.removeAttribute('tabindex');
      delete element.dataset.focusHeir;
    };
    element.addEventListener('blur', end, { once: true });
  }
  element.focus({ preventScroll: true });
}
