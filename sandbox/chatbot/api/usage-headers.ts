import type { MiddlewareHandler } from 'hono';
import type { SimulatorEnv } from '../../control/gate.ts';

/** Calls an hour and a minute that the shares in the headers are of. Nothing is refused: 429 comes as a fault. */
const HOURLY_QUOTA = 10_000_000;
const MINUTE_THROTTLE = 1_000_000;

type Window = { ends: number; calls: number };

/** Tells on every answer how much of the limits is used up (Inbenta docs: rate limits). */
export function createUsageHeaders(now: () => number): MiddlewareHandler<SimulatorEnv> {
  const hour: Window = { ends: 0, calls: 0 };
  const minute: Window = { ends: 0, calls: 0 };
  return async (c, next) => {
    count(hour, now(), 3_600_000);
    count(minute, now(), 60_000);
    // On Node's own response, so that faults and early errors have them, too.
    const { outgoing } = c.env;
    outgoing.setHeader('x-quota-usage', (hour.calls / HOURLY_QUOTA).toFixed(4));
    outgoing.setHeader('x-quota-reset', String(Math.floor(hour.ends / 1000)));
    outgoing.setHeader('x-throttle-usage', (minute.calls / MINUTE_THROTTLE).toFixed(4));
    outgoing.setHeader('x-throttle-reset', String(Math.floor(minute.ends / 1000)));
    await next();
  };
}

function count(window: Window, at: number, lengthMs: number): void {
  if (at >= window.ends) {
    window.ends = at + lengthMs;
    window.calls = 0;
  }
  window.calls++;
}
