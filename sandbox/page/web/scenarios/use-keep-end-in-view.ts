import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Brings the end of something that grows into view, and keeps it there until the reader scrolls away.
 * @param growth changes when it has grown; undefined while it does not: nothing is scrolled then
 */
export function useKeepEndInView(growing: RefObject<HTMLElement | null>, growth: number | undefined): void {
  const isThere = useRef(true);
  useEffect(() => {
    const end = growing.current?.lastElementChild;
    if (growth === undefined || !end) return;
    const observer = new IntersectionObserver(([entry]) => {
      isThere.current = entry?.isIntersecting ?? true;
    });
    observer.observe(end);
    return () => observer.disconnect();
  }, [growing, growth]);
  useLayoutEffect(() => {
    const end = growing.current?.lastElementChild;
    if (growth !== undefined && isThere.current) end?.scrollIntoView({ block: 'nearest' });
  }, [growing, growth]);
}
