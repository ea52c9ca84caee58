import { setTimeout as delay } from 'node:timers/promises';

export type Latency = {
  /** Every call of this endpoint (`*`: of all without their own) takes at least this many milliseconds. 0 removes it. */
  set(endpoint: string, ms: number): void;
  /** Milliseconds for a call of this endpoint. */
  of(endpoint: string): number;
  /** Waits as long as a call of this endpoint should take; undefined when there is nothing to wait for. */
  wait(endpoint: string): Promise<void> | undefined;
  clear(): void;
  list(): Record<string, number>;
};

/** How slow each endpoint of a simulator is. Nothing is slow to begin with. */
export function createLatency(): Latency {
  const byEndpoint = new Map<string, number>();
  const of = (endpoint: string): number => byEndpoint.get(endpoint) ?? byEndpoint.get('*') ?? 0;
  return {
    set(endpoint, ms) {
      if (ms > 0) byEndpoint.set(endpoint, ms);
      else byEndpoint.delete(endpoint);
    },
    of,
    wait(endpoint) {
      const ms = of(endpoint);
      return ms > 0 ? delay(ms) : undefined;
    },
    clear: () => byEndpoint.clear(),
    list: () => Object.fromEntries(byEndpoint),
  };
}
