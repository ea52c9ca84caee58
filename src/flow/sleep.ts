/** Resolves after a time, or earlier: when something wakes it, or the process is asked to end. */
export function sleep(ms: number, wake: Promise<unknown> | undefined, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    wake?.then(end, end);
  });
}
