import { useEffect } from 'react';
import { subscribeToPage } from '../api/page-events.ts';

/** A busy turn tells of dozens of calls; what shows them is read at most this often. */
const PAUSE_MS = 150;

/**
 * Reads now and after news of the wire, one reading at a time with a pause between two.
 * @param read resolves with what puts the result in place, which is not called when another `read` was given meanwhile
 */
export function useThrottledReading(read: () => Promise<() => void>): void {
  useEffect(() => {
    let [over, reading, again] = [false, false, false];
    const go = async (): Promise<void> => {
      again = reading;
      if (reading) return;
      reading = true;
      const put = await read();
      if (!over) put();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      reading = false;
      if (again && !over) void go();
    };
    void go();
    const stop = subscribeToPage(({ event }) => {
      if (event === 'wire' || event === 'reconnected') void go();
    });
    return () => {
      over = true;
      stop();
    };
  }, [read]);
}
