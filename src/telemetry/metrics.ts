import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the connector counts. Names and meanings are listed in docs/metrics.md. */
export interface Metrics {
  registry: Registry;
  ignored(reason: string, count: number): void;
  /** A channel told what became of a message: `channel`, `user` or `failure`. */
  delivery(outcome: string): void;
  /** @param turn.reason why it could only apologise */
  turn(turn: { kind: string; outcome: string; ms: number; reason?: string }): void;
  call(call: { service: string; operation: string; status: number | undefined; ms: number }): void;
}

/** Creates the metrics of one process. */
export function createMetrics(state: { open(): number }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const ignored = new Counter({
    name: 'connector_webhooks_ignored_total',
    help: 'Webhooks, or parts of them, that asked for nothing or were refused, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const turns = new Histogram({
    name: 'connector_turn_seconds',
    help: 'Time from the begin of a turn to its end, by kind of event and outcome.',
    labelNames: ['kind', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const apologies = new Counter({
    name: 'connector_turns_apologised_total',
    help: 'Turns whose user read an apology in place of an answer, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const calls = new Histogram({
    name: 'connector_call_seconds',
    help: 'Time of one remote call, by service, operation and HTTP status (0: no answer).',
    labelNames: ['service', 'operation', 'status'],
    buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25],
    registers,
  });
  const deliveries = new Counter({
    name: 'connector_deliveries_total',
    help: 'Delivery events of channels about our messages, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  new Gauge({
    name: 'connector_events_open',
    help: 'Events that are stored and not finished.',
    registers,
    collect() {
      this.set(state.open());
    },
  });
  return {
    registry,
    ignored: (reason, count) => ignored.inc({ reason }, count),
    delivery: (outcome) => deliveries.inc({ outcome }),
    turn: ({ kind, outcome, ms, reason }) => {
      turns.observe({ kind, outcome }, ms / 1000);
      if (reason !== undefined) apologies.inc({ reason });
    },
    call: ({ service, operation, status, ms }) => calls.observe({ service, operation, status: status ?? 0 }, ms / 1000),
  };
}
