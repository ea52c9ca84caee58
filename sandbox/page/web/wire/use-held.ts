import { useCallback, useEffect, useState } from 'react';

/**
 * Keeps what is new away while somebody reads, so that nothing moves under the eyes; what is there goes on changing in place.
 * @returns what to show, how many wait, and how to let them in
 */
export function useHeld<T extends { id: string }>(
  all: readonly T[],
  holding: boolean,
): { shown: T[]; waiting: number; release: () => void } {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const release = useCallback(() => setSeen(new Set(all.map(({ id }) => id))), [all]);
  useEffect(() => {
    if (!holding) release();
  }, [holding, release]);
  const shown = holding ? all.filter(({ id }) => seen.has(id)) : [...all];
  return { shown, waiting: all.length - shown.length, release };
}
