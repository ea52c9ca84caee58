import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Metrics whose calls are also lines of the log, at `debug`: which call, to whom, what came back, how long it took. */
export function logCalls(metrics: Metrics, log: Logger): Metrics {
  if (!log.isLevelEnabled('debug')) return metrics;
  return {
    ...metrics,
    call(observation) {
      metrics.call(observation);
      const { service, operation, status, ms } = observation;
      log.debug({ call: operation, upstream: service, status: status ?? 'no answer', ms: Math.round(ms) }, 'call');
    },
  };
}
