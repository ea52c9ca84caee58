import { useState } from 'react';
import { notify } from './notices.ts';

export interface Action<Args extends unknown[]> {
  /** Resolves with true when it was done; a problem becomes a notice. */
  run: (...args: Args) => Promise<boolean>;
  busy: boolean;
}

/** Something the person does at the page, with what a button needs to know about it. */
export function useAction<Args extends unknown[]>(act: (...args: Args) => Promise<unknown>): Action<Args> {
  const [running, setRunning] = useState(0);
  const run = async (...args: Args): Promise<boolean> => {
    setRunning((count) => count + 1);
    try {
      await act(...args);
      return true;
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), 'bad');
      return false;
    } finally {
      setRunning((count) => count - 1);
    }
  };
  return { run, busy: running > 0 };
}
