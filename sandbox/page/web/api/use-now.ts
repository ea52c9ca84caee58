import { useEffect, useState } from 'react';

/** The time, milliseconds since 1970, anew every so many milliseconds while it is wanted. */
export function useNow(everyMs: number, wanted = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!wanted) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, wanted]);
  return now;
}
