import { useSyncExternalStore } from 'react';

/** Whether a media query is true now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (watcher) => {
      const media = matchMedia(query);
      media.addEventListener('change', watcher);
      return () => media.removeEventListener('change', watcher);
    },
    () => matchMedia(query).matches,
  );
}

/** Room for the phone and a second room beside it. */
export function useIsWide(): boolean {
  return useMedia('(min-width: 1100px)');
}
