import { createContext, useContext, useEffect } from 'react';

/** Told +1 when the bodies of a call are opened and -1 when they are closed: somebody reads then. */
export const OpenBodies = createContext<(change: number) => void>(() => undefined);

/** For what shows bodies, while it is there. */
export function useCountsAsReading(): void {
  const tell = useContext(OpenBodies);
  useEffect(() => {
    tell(1);
    return () => tell(-1);
  }, [tell]);
}
