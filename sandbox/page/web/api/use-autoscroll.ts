import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So close to the end that the reader is there. */
const NEAR_PX = 48;

export interface Autoscroll {
  list: RefObject<HTMLDivElement | null>;
  /** What is inside the list: when it grows, a reader at the end stays there. */
  content: RefObject<HTMLDivElement | null>;
  /** Messages that came while the reader was further up. */
  unseen: number;
  atEnd: boolean;
  toEnd: () => void;
}

/**
 * Keeps a list of messages at its end while the reader is there, and leaves it alone while not.
 * @param count how many messages there are
 * @param ownId the reader's own newest message: they want to see it
 */
export function useAutoscroll(count: number, ownId: string | undefined): Autoscroll {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const [seen, setSeen] = useState(count);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    const element = list.current;
    if (element === null) return;
    sticks.current = true;
    element.scrollTop = element.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    if (count > 0 && sticks.current) toEnd();
  }, [count, toEnd]);

  useLayoutEffect(() => {
    if (ownId !== undefined) toEnd();
  }, [ownId, toEnd]);

  useEffect(() => {
    const [element, inner] = [list.current, content.current];
    if (element === null || inner === null) return;
    let top = element.scrollTop;
    const look = (): void => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      // Only somebody who scrolls up leaves the end: when a picture grows below, the list is further up by itself.
      if (isNear) sticks.current = true;
      else if (element.scrollTop < top) sticks.current = false;
      top = element.scrollTop;
      setAtEnd(sticks.current);
    };
    const grow = new ResizeObserver(() => (sticks.current ? toEnd() : look()));
    grow.observe(inner);
    grow.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      grow.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [toEnd]);

  if (atEnd && seen !== count) setSeen(count);
  return { list, content, unseen: Math.max(0, count - seen), atEnd, toEnd };
}
